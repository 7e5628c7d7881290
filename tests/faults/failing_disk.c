/* Preloaded into a process: its FAIL_AT-th write or sync of a file whose path holds FAIL_PATH fails with
   FAIL_ERRNO, and, with FAIL_STAYS, every later one too. Reading and everything else goes through. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int is_watched(int fd) {
  const char *part = getenv("FAIL_PATH");
  char link[64], path[4096];
  ssize_t length;
  if (part == NULL) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, part) != NULL;
}

static int fails(int fd) {
  static int count;
  int at;
  if (!is_watched(fd)) return 0;
  at = atoi(getenv("FAIL_AT"));
  int seen = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
  if (seen != at && !(seen > at && getenv("FAIL_STAYS") != NULL)) return 0;
  errno = atoi(getenv("FAIL_ERRNO"));
  return 1;
}

#define NEXT(name) dlsym(RTLD_NEXT, name)

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
  static ssize_t (*next)(int, const void *, size_t, off64_t);
  if (next == NULL) next = NEXT("pwrite64");
  return fails(fd) ? -1 : next(fd, bytes, size, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
  return pwrite64(fd, bytes, size, at);
}

ssize_t write(int fd, const void *bytes, size_t size) {
  static ssize_t (*next)(int, const void *, size_t);
  if (next == NULL) next = NEXT("write");
  return fails(fd) ? -1 : next(fd, bytes, size);
}

int fdatasync(int fd) {
  static int (*next)(int);
  if (next == NULL) next = NEXT("fdatasync");
  return fails(fd) ? -1 : next(fd);
}

int fsync(int fd) {
  static int (*next)(int);
  if (next == NULL) next = NEXT("fsync");
  return fails(fd) ? -1 : next(fd);
}

int ftruncate64(int fd, off64_t size) {
  static int (*next)(int, off64_t);
  if (next == NULL) next = NEXT("ftruncate64");
  return fails(fd) ? -1 : next(fd, size);
}
