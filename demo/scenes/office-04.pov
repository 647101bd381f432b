#version 3.7;
// The whole desk from afar: two pages lie on it, too small to be read.
#include "office.inc"
Look(<-30, 74, -175>, <0, 6, 0>, 50)
Office_light()
Still_life(<0.5, 0.13, 0.14>)
object { Sheet("court-far", 21.6, 27.9, Flat) rotate y * -11 translate <-11, 0, -16> }
object { Sheet("agenda-far", 21, 29.7, Flat) rotate y * 17 translate <-62, 0, -14> }
plane { y, -75 Cloth(<0.5, 0.47, 0.43>, 1.2) }
