#version 3.7;
// The court opinion again, seen along the desk and upside down: print, but nobody can read it.
#include "office.inc"
Look(<6, 6.2, -60>, <-1, 9, 0>, 42)
Office_light()
object { Desk }
object { Wall }
object { Handbag(<0.5, 0.13, 0.14>, <0.85, 0.75, 0.6>) rotate y * 18 translate <7, 0, 12> }
object { Sheet("court-aslant", 21.6, 27.9, Flat) rotate y * 172 translate <-9, 0, -12> }
object { Mug rotate y * -40 translate <-22, 0, 12> }
object { Coffee translate <-22, 0, 12> }
object { Plant translate <-14, 0, 36> }
object { Lamp rotate y * 30 translate <-36, 0, 30> }
object { Pen(<0.08, 0.09, 0.12>) rotate y * 66 translate <15, 0, -20> }
