/* What runs inside: writes log lines that say when they were written, and answers keys after a
   known delay.

   spew burst LINES   so many lines and LASTLINE, then waits
   spew rate LINES    so many lines a second, for ever
   spew flood BYTES   so many bytes of lines, then FLOODED
   spew delay MS      paints after so long, and again so long after each key; q ends it

   A time is seconds of CLOCK_MONOTONIC: whoever reads it off a screen knows how old it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static char out[1 << 20];
static size_t used;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void nap(double seconds) {
  struct timespec t = {(time_t)seconds, (long)((seconds - (time_t)seconds) * 1e9)};
  if (seconds > 0) nanosleep(&t, NULL);
}

static void flush_lines(void) {
  size_t at = 0;
  while (at < used) {
    ssize_t written = write(1, out + at, used - at);
    if (written <= 0) exit(1);
    at += written;
  }
  used = 0;
}

static int line(long number) {
  int length = snprintf(out + used, 200,
      "T%017.6f seq=%09ld level=info svc=api path=/v1/items/%ld status=200 took=%ldms\n",
      now(), number, number % 9973, number % 250);
  used += length;
  if (used > sizeof out - 400) flush_lines();
  return length;
}

static void burst(long lines) {
  for (long i = 0; i < lines; i++) line(i);
  used += snprintf(out + used, 100, "LASTLINE T%017.6f\n", now());
  flush_lines();
  for (;;) pause();
}

static void steady(double rate) {
  double start = now();
  for (long i = 0;; nap(0.01)) {
    long due = (long)((now() - start) * rate);
    while (i < due) line(i++);
    flush_lines();
  }
}

static void flood(long bytes) {
  for (long i = 0; bytes > 0; i++) bytes -= line(i);
  used += snprintf(out + used, 100, "FLOODED\n");
  flush_lines();
}

static void delay(double seconds) {
  struct termios raw;
  char key;
  tcgetattr(0, &raw);
  cfmakeraw(&raw);
  tcsetattr(0, TCSANOW, &raw);
  nap(seconds);
  printf("\033[2J\033[HT%017.6f n=0\r\n", now());
  fflush(stdout);
  for (long n = 1; read(0, &key, 1) == 1 && key != 'q'; n++) {
    nap(seconds);
    printf("\033[HT%017.6f n=%ld\r\n", now(), n);
    fflush(stdout);
  }
}

int main(int count, char **words) {
  if (count < 3) return 2;
  if (!strcmp(words[1], "burst")) burst(atol(words[2]));
  else if (!strcmp(words[1], "rate")) steady(atof(words[2]));
  else if (!strcmp(words[1], "flood")) flood(atol(words[2]));
  else if (!strcmp(words[1], "delay")) delay(atof(words[2]) / 1e3);
  else return 2;
  return 0;
}
