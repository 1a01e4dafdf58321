# Finds a JDK 25 and exports JAVA_HOME. Sourced by ./comity and ./mvnw; plain POSIX shell.
#
# Looked at in this order: JAVA_HOME, the java on the PATH, the folders where systems and tools put their JDKs. COMITY_JDK_FOLDER
# names one folder that holds JDKs, to be looked at in place of the usual ones.
# Sets nothing and returns 1 when there is none; comity_jdk_advice says what to install.

comity_is_jdk25() {
  [ -x "$1/bin/javac" ] || return 1
  if [ -r "$1/release" ]; then
    grep -q '^JAVA_VERSION="25[".+-]' "$1/release"
  else
    "$1/bin/javac" -version 2>&1 | grep -q '^javac 25\b'
  fi
}

comity_jdk_of_command() {
  comity_java=$(command -v javac 2>/dev/null) || return 1
  while [ -L "$comity_java" ]; do
    comity_link=$(readlink "$comity_java")
    case $comity_link in
      /*) comity_java=$comity_link ;;
      *) comity_java=$(dirname "$comity_java")/$comity_link ;;
    esac
  done
  (cd "$(dirname "$comity_java")/.." 2>/dev/null && pwd)
}

# One folder a line: they may have spaces in their names.
comity_jdk_folders() {
  comity_jdk_of_command
  if [ -n "${COMITY_JDK_FOLDER:-}" ]; then
    printf '%s\n' "$COMITY_JDK_FOLDER"/*
    return 0
  fi
  printf '%s\n' /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk@25 /usr/local/opt/openjdk@25 \
    "${HOME:-/nowhere}"/.sdkman/candidates/java/* "${HOME:-/nowhere}"/.jdks/* \
    "${HOME:-/nowhere}"/Library/Java/JavaVirtualMachines/*/Contents/Home
}

comity_find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && comity_is_jdk25 "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  while IFS= read -r comity_home; do
    if [ -n "$comity_home" ] && comity_is_jdk25 "$comity_home"; then
      JAVA_HOME=$comity_home
      export JAVA_HOME
      return 0
    fi
  done <<FOLDERS
$(comity_jdk_folders)
FOLDERS
  return 1
}

comity_jdk_advice() {
  cat >&2 <<'ADVICE'
Comity needs a JDK 25 and found none: not in JAVA_HOME, not on the PATH, not in the usual folders.
Install one and run the same command again:
  Debian, Ubuntu    apt install openjdk-25-jdk      (or temurin-25-jdk from adoptium.net)
  Fedora, RHEL      dnf install java-25-openjdk-devel
  macOS             brew install openjdk@25
  by hand           unpack a JDK 25 anywhere and set JAVA_HOME to its folder
ADVICE
}
