#version 3.7;
// An alphabet on the wall and a picture book, both on the call sheet.
#include "children.inc"
Look(<-14, 104, -120>, <-8, 108, 60>, 50)
Room_light()
Room()
object { Poster("alphabet", 42, 59.4, 1.5) translate <6, 100, 127> }
object { Poster("picturebook", 22, 26, 0) rotate x * 12 rotate y * -14 translate <-58, 100, 112> }
object { Little_bag(<0.3, 0.42, 0.6>) rotate y * 16 translate <52, 42.5, 0> }
