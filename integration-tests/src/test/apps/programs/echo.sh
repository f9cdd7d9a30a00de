#!/bin/sh
# Gives back what it is sent, without taking it apart.
echo 'ipc://send?event=early&value=%22there%22'
while IFS= read -r line; do
  case $line in
    *event=crash*) exit 3 ;;
    *event=call*) echo 'ipc://child_process.spawn?seq=B1&id=1&owner=1&command=%5B%22cat%22%5D' ;;
    ipc://resolve*) echo "ipc://send?event=called&value=%22${line#*state=}%22" ;;
    *bytes=*)
      count=${line##*bytes=}
      seq=${line##*seq=}
      echo "ipc://resolve?seq=${seq%%&*}&bytes=$count"
      head -c "$count"
      IFS= read -r line
      echo
      ;;
    *seq=P*)
      seq=${line##*seq=}
      value=${line##*value=}
      echo "ipc://resolve?seq=${seq%%&*}&value=${value%%&*}"
      ;;
    *) echo "ipc://send?${line#*\?}" ;;
  esac
done
