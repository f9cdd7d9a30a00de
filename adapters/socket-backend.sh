# A backend in plain sh: copy this file beside yours.
#
#     #!/bin/sh
#     . ./socket-backend.sh
#
#     on_greet() { reply "{\"text\": \"Hello $(text)\"}"; }  # await application.backend.request('greet', 'Ada')
#     send started '{"pid": 1}'                             # addEventListener('started', (event) => event.detail)
#     run
#
# A handler is a function `on_EVENT`. It finds what was sent in $value, JSON within JSON, or its text by `text`; raw bytes in
# the file $body. `reply JSON` answers. What goes to standard error goes to the terminal.

# Percent-encodes standard input.
encode() { od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g'; }

# Decodes percent-encoded text.
decode() { printf '%b' "$(printf '%s' "$1" | sed 's/\\/\\\\/g; s/%\([0-9A-Fa-f][0-9A-Fa-f]\)/\\0\1/g' | hex_to_octal)"; }

hex_to_octal() {
  awk '{
    while ((at = index($0, "\\0")) > 0 && substr($0, at + 2, 2) ~ /^[0-9A-Fa-f][0-9A-Fa-f]$/) {
      high = index("0123456789abcdef", tolower(substr($0, at + 2, 1))) - 1
      low = index("0123456789abcdef", tolower(substr($0, at + 3, 1))) - 1
      out = out substr($0, 1, at - 1) sprintf("\\0%03o", high * 16 + low)
      $0 = substr($0, at + 4)
    }
    printf "%s%s", out, $0
    out = ""
  }'
}

# send EVENT JSON: fires an event in all windows.
send() { printf 'ipc://send?event=%s&value=%s\n' "$1" "$(printf '%s' "$2" | encode)"; }

# reply JSON: answers what the page waits for.
reply() { [ -z "$seq" ] || printf 'ipc://resolve?seq=%s&state=0&value=%s\n' "$seq" "$(printf '%s' "$1" | encode)"; }

# reply_bytes FILE: answers with raw bytes.
reply_bytes() {
  [ -n "$seq" ] || return 0
  printf 'ipc://resolve?seq=%s&state=0&bytes=%s\n' "$seq" "$(($(wc -c <"$1")))"
  cat "$1"
  echo
}

# fail TEXT: answers that it did not work.
fail() { [ -z "$seq" ] || printf 'ipc://resolve?seq=%s&state=1&value=%s\n' "$seq" "$(printf '%s' "$1" | encode)"; }

# The text that was sent, if it was a text without quotes in it.
text() { printf '%s' "$value" | sed 's/^"\\"//; s/\\""$//'; }

# run: takes messages until the app ends.
run() {
  while IFS= read -r line; do
    seq= event= value= bytes= body=
    query=${line#*\?}
    old=$IFS
    IFS='&'
    for pair in $query; do
      case $pair in
        seq=*) seq=${pair#*=} ;;
        event=*) event=${pair#*=} ;;
        value=*) value=$(decode "${pair#*=}") ;;
        bytes=*) bytes=${pair#*=} ;;
      esac
    done
    IFS=$old
    if [ -n "$bytes" ]; then
      body=$(mktemp)
      dd bs=1 count="$bytes" of="$body" 2>/dev/null
      IFS= read -r line
    fi
    case $event in
      *[!A-Za-z0-9_]* | '') fail "No event of that name" ;;
      *) if command -v "on_$event" >/dev/null; then "on_$event"; else fail "Nothing handles '$event'"; fi ;;
    esac
    [ -z "$body" ] || rm -f "$body"
  done
}
