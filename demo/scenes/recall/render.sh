# Read by demo/render: the scenes for measuring, into a folder outside the sources. Not committed, made on demand.
#   $1 the folder, then names of pictures or none for all
#   truth.tsv in it: picture, page, state, x-height in pixels, words, y of a ladder's line (state: read, ladder, none)

recall_pictures() {
    # name, scene, width, height, declarations
    for text in 0 1; do
        p=$(echo ab | cut -c$((text + 1)))
        echo "page-$p-flat page 2448 3264 Text=$text Angle=2 Turn=3 Curve=0 Shadow=0"
        echo "page-$p-tilt30 page 2448 3264 Text=$text Angle=30 Turn=-9 Curve=0 Shadow=0"
        echo "page-$p-tilt45 page 3000 4000 Text=$text Angle=45 Turn=12 Curve=0 Shadow=0"
        echo "page-$p-tilt60 page 3456 4608 Text=$text Angle=60 Turn=-6 Curve=0 Shadow=0"
        echo "page-$p-curved page 3000 4000 Text=$text Angle=35 Turn=7 Curve=1 Shadow=0"
        echo "page-$p-shadow page 2448 3264 Text=$text Angle=22 Turn=-5 Curve=0 Shadow=1"
    done
    echo "ladder-sans ladder 2000 1360 Text=0"
    echo "ladder-serif ladder 2000 1360 Text=1"
    for draw in 0 1; do
        for kind in 0 1 2 3 4 5 6 7 8 9; do
            if [ "$draw" = 0 ]; then
                echo "textless-0$kind textless 1800 1200 Kind=$kind Draw=0"
            else
                echo "textless-1$kind textless 3000 2000 Kind=$kind Draw=1"
            fi
        done
    done
}

# words PAGE: the words of a page text on one line.
words() { grep -v '^@' "$scenes/recall/$1.txt" | sed 's/&amp;/\&/g' | tr '\n' ' ' | sed 's/ $//'; }

recall_truth() {
    case $1 in
    page-a-*) printf '%s.jpg\tprose-a\tread\t\t%s\n' "$1" "$(words prose-a)" ;;
    page-b-*) printf '%s.jpg\tprose-b\tread\t\t%s\n' "$1" "$(words prose-b)" ;;
    ladder-*)
        # the x-heights in the order of the lines, and where the lines stand in the picture
        steps="12:90 10:155 9:215 8:275 7:331 6:387 5:441 4:494 3:546"
        [ "$1" = ladder-sans ] || steps="12:91 10:157 9:220 8:281 7:339 6:398 5:453 4:505 3:557"
        grep -v '^@' "$scenes/recall/$1.txt" | {
            for step in $steps; do
                IFS= read -r line
                printf '%s.jpg\tx%s\tladder\t%s\t%s\t%s\n' "$1" "${step%:*}" "${step%:*}" "$line" "${step#*:}"
            done
        }
        ;;
    *) printf '%s.jpg\t\tnone\t\t\n' "$1" ;;
    esac
}

out=${1:?demo/render recall needs a folder}
shift
mkdir -p "$out"
out=$(cd "$out" && pwd)
recall_pictures >"$out/pictures.list"
[ $# -gt 0 ] || set -- $(cut -d' ' -f1 "$out/pictures.list")
for picture in "$@"; do
    row=$(grep "^$picture " "$out/pictures.list") || {
        echo "demo/render: no recall picture is called $picture" >&2
        exit 2
    }
    final=$out/$picture.jpg
    recall_scene=$(echo "$row" | cut -d' ' -f2)
    # shellcheck disable=SC2046
    if [ ! -e "$final" ] || [ -n "$(find "$scenes" -newer "$final" -type f)" ]; then
        trace "$scenes/recall/$recall_scene.pov" "$out/$picture.png" $(echo "$row" | cut -d' ' -f3,4) \
            $(echo "$row" | cut -d' ' -f5- | tr ' ' '\n' | sed 's/^/Declare=/')
        develop "$out/$picture.png" "$final" "$(echo "$picture" | cksum | cut -c1-5)"
        rm "$out/$picture.png"
    fi
done
printf 'picture\tpage\tstate\tx_height_px\twords\ty_px\n' >"$out/truth.tsv"
for picture in $(cut -d' ' -f1 "$out/pictures.list"); do
    [ ! -e "$out/$picture.jpg" ] || recall_truth "$picture" >>"$out/truth.tsv"
done
rm "$out/pictures.list"
