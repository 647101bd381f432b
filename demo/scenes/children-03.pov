#version 3.7;
// The room with the house's bag and assessed toys only.
#include "children.inc"
Look(<-36, 84, -190>, <10, 44, 30>, 50)
Room_light()
Room()
object { Little_bag(<0.62, 0.2, 0.24>) rotate y * -22 translate <52, 39.5, -20> }
object { Blocks translate <-26, 1.1, -10> }
object { Blocks rotate y * 70 translate <-4, 1.1, -44> }
