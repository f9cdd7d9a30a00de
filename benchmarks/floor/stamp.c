/*
 * Prints `EXEC <us since 1970>` and becomes the given program, so that a start is timed from its
 * exec on and not from the fork in the harness.
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct timespec t;
  if (argc < 2) return 2;
  clock_gettime(CLOCK_REALTIME, &t);
  printf("EXEC %" PRId64 "\n", t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000);
  fflush(stdout);
  execvp(argv[1], argv + 1);
  perror(argv[1]);
  return 127;
}
