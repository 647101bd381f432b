#version 3.7;
// The same plush bag on the rug, in a set-up whose call sheet says that nobody has assessed it.
#include "children.inc"
Look(<-6, 58, -150>, <-20, 26, 10>, 44)
Room_light()
Room()
object { Bear(<0.66, 0.45, 0.28>, <0.86, 0.72, 0.55>, 1) rotate y * -14 translate <-34, 1.1, -18> }
object { Little_bag(<0.3, 0.42, 0.6>) rotate y * 16 translate <2, 1.1, -36> }
object { Blocks rotate y * 30 translate <-4, 1.1, 6> }
