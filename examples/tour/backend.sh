# A backend: each line is a message of the page, and each line that it writes is one for the page.
answered=0
while IFS= read -r line; do
  seq=${line##*seq=}
  answered=$((answered + 1))
  printf 'ipc://resolve?seq=%s&state=0&value={"process":%d,"answered":%d}\n' "${seq%%&*}" $$ $answered
done
