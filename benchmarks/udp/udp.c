/* UDP as the system has it: `send MILLIS PORT...` sends single packets to each port in turn, `blast MILLIS PORT` as many as it can to
   one. Prints how many a second. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum { SIZE = 64, SEGMENTS = 60, STEP = 256 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **words) {
  if (count < 4 || count > 64) {
    fprintf(stderr, "usage: udp send|blast MILLIS PORT...\n");
    return 1;
  }
  int blasts = strcmp(words[1], "blast") == 0;
  double length = atoi(words[2]) / 1e3;
  int ports = count - 3;
  struct sockaddr_in to[64] = {0};
  for (int i = 0; i < ports; i++) {
    to[i].sin_family = AF_INET;
    to[i].sin_port = htons(atoi(words[3 + i]));
    to[i].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  }
  int file = socket(AF_INET, SOCK_DGRAM, 0);
  int size = SIZE;
  if (blasts && setsockopt(file, IPPROTO_UDP, UDP_SEGMENT, &size, sizeof size) != 0) {
    perror("UDP_SEGMENT");
    return 1;
  }
  char packets[SIZE * SEGMENTS] = {0};
  size_t bytes = blasts ? sizeof packets : SIZE;
  long sent = 0;
  double start = now(), end = start;
  while (end - start < length) {
    for (int i = 0; i < STEP; i++) {
      if (sendto(file, packets, bytes, 0, (struct sockaddr *) &to[i % ports], sizeof to[0]) < 0) {
        perror("sendto");
        return 1;
      }
    }
    sent += STEP * (blasts ? SEGMENTS : 1);
    end = now();
  }
  printf("RESULT %.0f\n", sent / (end - start));
  return 0;
}
