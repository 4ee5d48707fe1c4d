#!/bin/sh
# Starts Entroscope's kernel. Jupyter calls this as: start-kernel FOLDER_OF_JARS JAVA OPTIONS...
libraries=$1
java=$2
shift 2

fail() {
  printf "Entroscope's kernel cannot start: %s\n" "$1" >&2
  exit 1
}

found=
for jar in "$libraries"/entroscope-kernel-*.jar; do
  [ -e "$jar" ] && found=yes
done
[ "$found" ] || fail "there are no jars in $libraries. Was the project moved? Start notebooks/lab of the project once; it installs the kernel anew."

if [ ! -x "$java" ]; then # a JDK is often updated into another folder
  other=${JAVA_HOME:+$JAVA_HOME/bin/java}
  [ -x "$other" ] || other=$(command -v java) || fail "there is no $java any more, and no java on the PATH. Install a JDK 17 or newer."
  java=$other
fi

# the JVM takes the home folder from the system's list of users, and names of files from the locale
case $(locale charmap 2>/dev/null) in
  UTF-8 | '') ;;
  *) LC_ALL=C.UTF-8; export LC_ALL ;;
esac
exec "$java" ${HOME:+"-Duser.home=$HOME"} $ENTROSCOPE_JAVA_OPTS "$@"
