#!/bin/sh
# Opens the course from an offline pack: sh start
set -eu
case ${1:-} in -*)
  echo "usage: sh start [FOLDER], which opens the course in FOLDER (default: ~/entroscope-course)" >&2
  exit 2
esac
begun=$(pwd -P)
here=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)
if [ -d "$here/repository" ]; then
  # the corpus, where Entroscope looks for it
  mkdir -p "$HOME/.m2/repository"
  cp -Rn "$here/repository/." "$HOME/.m2/repository/" || true
fi
course=${1:-$HOME/entroscope-course}
case $course in /*) ;; *) course=$begun/$course ;; esac
if [ -d "$here/wheels" ]; then
  # pip splits this variable at spaces, which the path of the folder may have
  cd "$here"
  PIP_NO_INDEX=1 PIP_FIND_LINKS=./wheels
  export PIP_NO_INDEX PIP_FIND_LINKS
fi
[ -e "$course" ] || sh "$here/notebooks/lab" --course new "$course"
exec sh "$here/notebooks/lab" --folder "$course"
