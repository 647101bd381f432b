#version 3.7;
// A child's bag and a picture book on a shelf. Frame 1 to 3: the camera moves a little.
#include "children.inc"
#declare At = array[4] { <-50, 120, 0>, <-50, 120, 0>, <-56, 119, 4>, <-46, 122, -4> }
Look(At[Frame] + Walk, <-54, 112, 112>, 40)
Room_light()
object { Room_wall }
object { Shelf translate <-62, 0, 103> }
object { Book_row(6) translate <-58, 66, 103> }
object { Poster("picturebook", 22, 26, 0) rotate x * 12 rotate y * -8 translate <-72, 100, 114> }
object { Little_bag(<0.3, 0.42, 0.6>) rotate y * 16 translate <-40, 100, 114> }
