#version 3.7;
// The same desk with nothing on it that bears print.
#include "office.inc"
Look(<-4, 64, -60>, <0, 2, -1>, 55)
Office_light()
Still_life(<0.5, 0.13, 0.14>)
