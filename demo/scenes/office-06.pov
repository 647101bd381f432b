#version 3.7;
// Three pages, a book and a label, all declared, and an invoice with an address that is not.
#include "office.inc"
Look(<2, 92, -46>, <1, 0, -4>, 54)
Office_light()
object { Desk }
object { Wall }
object { Handbag(<0.2, 0.3, 0.25>, <0.8, 0.75, 0.6>) rotate y * 8 translate <-4, 0, 22> }
object { Sheet("agenda", 21, 29.7, Flat) rotate y * -8 translate <-35, 0, -6> }
object { Sheet("letter", 21, 29.7, Curled) rotate y * 6 translate <-11, 0, -15> }
object { Sheet("brochure", 14.8, 21, Flat) rotate y * -19 translate <30, 0.1, 10> }
object { Sheet("invoice", 21, 29.7, Flat) rotate y * 13 translate <21, 0, -19> }
object { Book("book", 13.6, 20.8, 2.8, <0.16, 0.27, 0.22>) rotate y * 31 translate <41, 0, -12> }
object { Card("label", 9, 5.6, 0.12) rotate y * 16 translate <9, 0, 4> }
object { Pen(<0.08, 0.09, 0.12>) rotate y * 70 translate <3.5, 0.2, -14> }
object { Glasses rotate y * 200 translate <-38, 0, 16> }
object { Mug rotate y * 70 translate <-28, 0, 20> }
object { Coffee translate <-28, 0, 20> }
