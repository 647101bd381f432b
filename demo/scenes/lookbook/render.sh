# Read by demo/render: the frames of the lookbook, as a photographer delivers them, into demo/lookbook/Capture.
# A scene is rendered once a camera; a reject is one of these renders spoilt. No radiosity: 20 s of processor a frame.
# BUILD (default build of the source tree) holds the program that makes the raw file.

lookbook=$here/lookbook/Capture
day=2026:10:06
job=HV-2612

lookbook_frames() {
    # number, scene, camera, what became of it, rating and label in the sidecar ("-": no sidecar)
    cat <<'LIST'
0001 slate 1 plain -
0002 counter 1 dark -1 Red
0003 counter 1 plain 4 Green
0004 counter 2 plain 3 Yellow
0005 counter 3 plain 5 Green
0006 counter 4 soft 1 Red
0007 counter 4 plain 4 Green
0008 counter 5 raw 4 Green
0009 shelf 1 plain 3 Yellow
0010 shelf 2 plain 5 Green
0011 shelf 2 soft -1 Red
0012 shelf 3 plain 4 Green
0013 pair 1 plain 4 Green
0014 pair 1 dark 1 Red
0015 pair 2 plain 5 Green
0016 pair 3 plain 3 Yellow
LIST
}

# The raw file holds a smaller JPEG, as cameras put one into it; it is a DNG of our own making, without a picture
# in its sensor's samples.
lookbook_raw() { # RAW TARGET
    vips jpegsave "$1" "$cache/preview.jpg" --Q 85 --strip --optimize-coding
    "${BUILD:-$here/../build}/test/scenario/dng" "$2" 1 "$cache/preview.jpg" 1200 800
}

lookbook_develop() { # HOW RAW TARGET SEED
    spoilt=$cache/spoilt.png
    case $1 in
    plain) spoilt=$2 ;;
    dark) vips linear "$2" "$spoilt" 0.12 2 --uchar ;;
    soft) vips gaussblur "$2" "$spoilt" 9 ;;
    esac
    develop "$spoilt" "$3" "$4"
}

# What stands in the file, and what somebody got wrong in three places.
lookbook_label() { # NUMBER SCENE FILE
    written=$job
    case $1 in
    0015 | 0016) written=HV-2607 ;; # the template of the shoot before
    esac
    label "$3" "$day" "$written"
    set -- "$1" "$2" "$3" -q -overwrite_original
    [ "$2" != shelf ] || set -- "$@" -XMP-plus:ModelReleaseStatus#=MR-UMR -XMP-plus:MinorModelAgeDisclosure#=AG-A16
    case $1 in
    0004) set -- "$@" "-IPTC:By-line=Quay Props" ;;
    0012) set -- "$@" -XMP-plus:MinorModelAgeDisclosure#=AG-A25 ;;
    esac
    [ $# -eq 5 ] || {
        shift 2
        file=$1
        shift
        exiftool "$@" "$file"
    }
}

lookbook_sidecar() { # BASE RATING LABEL
    rm -f "$1.xmp"
    exiftool -q "-XMP-xmp:Rating=$2" "-XMP-xmp:Label=$3" -o "$1.xmp"
}

lookbook_frame() { # NUMBER SCENE CAMERA HOW RATING [LABEL]
    base=$lookbook/HV2612_$1
    raw=$cache/raw/lookbook-$2-$3.png
    size="1800 1200"
    [ "$4" != raw ] || size="1200 800"
    # shellcheck disable=SC2086
    [ "$raw" -nt "$scenes/lookbook/$2.pov" ] ||
        trace "$scenes/lookbook/$2.pov" "$raw" $size Declare=Cheap=1 "Declare=Frame=$3"
    if [ "$4" = raw ]; then
        name=$base.dng
        lookbook_raw "$raw" "$name"
    else
        name=$base.jpg
        lookbook_develop "$4" "$raw" "$name" "$1"
        lookbook_label "$1" "$2" "$name"
    fi
    [ "$5" = - ] || lookbook_sidecar "$base" "$5" "$6"
    printf '<SO/>\n' >"$lookbook/CaptureOne/Settings153/$(basename "$name").cos"
}

# A set-up is seldom five frames long. Each of the three again with a camera that goes a little round its first
# place, without mistakes in the metadata: HV2612_1000 and on, 1100, 1200. Nothing of it is kept in the repository.
series_frames=24
series_frame() { # SCENE FIRST I
    name=HV2612_$(($2 + $3))
    [ ! -e "$series/$name.jpg" ] || return 0
    trace "$scenes/lookbook/$1.pov" "$cache/series.png" 1200 800 Declare=Cheap=1 Declare=Frame=1 \
        "Declare=Step=$(awk -v i="$3" -v n=$series_frames 'BEGIN { print i / n }')"
    develop "$cache/series.png" "$cache/series.jpg" "$(($2 + $3))"
    lookbook_label series "$1" "$cache/series.jpg"
    mv "$cache/series.jpg" "$series/$name.jpg"
}

if [ -n "${series:-}" ]; then
    for first in "counter 1000" "shelf 1100" "pair 1200"; do
        frame=0
        while [ $frame -lt $series_frames ]; do
            # shellcheck disable=SC2086
            series_frame $first $frame
            frame=$((frame + 1))
        done
    done
    return 0
fi

mkdir -p "$lookbook/CaptureOne/Settings153" "$cache/raw"
for number in "${@:-all}"; do
    lookbook_frames | while read -r frame; do
        case $number:$frame in
        all:* | "${frame%% *}":*)
            # shellcheck disable=SC2086
            lookbook_frame $frame </dev/null
            ;;
        esac
    done
done
