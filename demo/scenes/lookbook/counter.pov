#version 3.7;
// The bag on a shop's counter. Its label is on the call sheet; the note that came with the lamps is not, and
// the paper behind the bag is too small to be read by a machine. Frame 1 to 5: the camera moves a little.
#include "office.inc"
#declare At = array[6] { <5, 40, -46>, <5, 40, -46>, <2, 41, -46>, <8, 39, -45>, <4, 43, -44>, <6, 37, -48> }
#declare From = At[Frame] + Walk;
Look(From, From * <0.2, 0, 0> + <0, 7, -2>, 50)
Office_light()
object { Desk }
object { Wall }
object { Handbag(<0.72, 0.5, 0.28>, <0.93, 0.87, 0.75>) rotate y * -16 translate <6, 0, 8> }
object { Card("label", 9, 5.6, 0.12) rotate y * -7 translate <11, 0, -11> }
object { Card("loan-note", 14.8, 10.5, 0.05) rotate y * -4 translate <-9, 0, -9> }
object { Sheet("leaflet-far", 21, 29.7, Flat) rotate y * 66 translate <-24, 0, 21> }
object { Pen(<0.55, 0.1, 0.12>) rotate y * -62 translate <22, 0, -4> }
