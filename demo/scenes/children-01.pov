#version 3.7;
// The plush bag whose theme the call sheet gives as adult, on the bed of a set-up with a child in it.
#include "children.inc"
Look(<-30, 92, -150>, <34, 46, 20>, 46)
Room_light()
Room()
object { Bear(<0.66, 0.45, 0.28>, <0.86, 0.72, 0.55>, 1) rotate y * 22 translate <46, 41, -14> }
object { Little_bag(<0.62, 0.2, 0.24>) rotate y * -12 translate <84, 41, -6> }
object { Blocks translate <-14, 1.1, -10> }
