#version 3.7;
// A court opinion lies half under the handbag. The bag is what the picture is for.
#include "office.inc"
Look(<-4, 64, -60>, <0, 2, -1>, 55)
Office_light()
Still_life(<0.5, 0.13, 0.14>)
object { Sheet("court", 21.6, 27.9, Flat) rotate y * -11 translate <-5.5, 0, -9> }
