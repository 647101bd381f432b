#version 3.7;
// A frame of an earlier campaign, withdrawn since: here as it first went out. Only a small copy, compressed
// twice, lies in the folder of the shoot.
#include "office.inc"
Look(<-34, 40, -66>, <2, 12, 4>, 48)
Office_light()
object { Desk }
object { Wall }
object { Handbag(<0.2, 0.34, 0.3>, <0.85, 0.8, 0.6>) rotate y * 30 translate <-4, 0, -2> }
object { Lamp rotate y * 10 translate <20, 0, 18> }
object { Plant translate <-30, 0, 22> }
object { Book("", 15, 22, 3.2, <0.5, 0.2, 0.17>) rotate y * -20 translate <28, 0, -4> }
object { Book("", 13, 19, 2.2, <0.78, 0.7, 0.52>) rotate y * -8 translate <28, 3.2, -4> }
object { Glasses rotate y * 190 translate <27, 5.4, -1> }
object { Pen_cup translate <2, 0, 30> }
