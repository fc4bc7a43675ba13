/* Lets the system refuse, or the program be killed: at the N-th write, sync, cut, making, naming or removal of a file
 * whose path contains FAULT_ON, and at all after, or with FAULT_ONCE at that one only. FAULT_ERRNO is what is refused
 * with; 0 kills. A full disk (ENOSPC) lets files be removed and renamed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/types.h>
#include <unistd.h>

static long seen = 0;

long fault_seen(void) { return seen; }

static int strikes(const char *path, int takes_room) {
    const char *on = getenv("FAULT_ON"), *at = getenv("FAULT_AT"), *with = getenv("FAULT_ERRNO");
    if (!on || !at || !with || !path || !strstr(path, on)) return 0;
    if (atoi(with) == ENOSPC && !takes_room) return 0;
    seen++;
    if (getenv("FAULT_ONCE") ? seen != atol(at) : seen < atol(at)) return 0;
    if (atoi(with) == 0) kill(getpid(), SIGKILL);
    errno = atoi(with);
    return 1;
}

static int fails(int fd) {
    char link[64], path[4096];
    ssize_t length;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strikes(path, 1);
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *b, size_t n) { REAL(write); return fails(fd) ? -1 : real(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { REAL(pwrite); return fails(fd) ? -1 : real(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { REAL(pwrite64); return fails(fd) ? -1 : real(fd, b, n, o); }
ssize_t sendfile(int t, int f, off_t *o, size_t n) { REAL(sendfile); return fails(t) ? -1 : real(t, f, o, n); }
ssize_t sendfile64(int t, int f, off64_t *o, size_t n) { REAL(sendfile64); return fails(t) ? -1 : real(t, f, o, n); }
int fsync(int fd) { REAL(fsync); return fails(fd) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return fails(fd) ? -1 : real(fd); }
int ftruncate(int fd, off_t n) { REAL(ftruncate); return fails(fd) ? -1 : real(fd, n); }
int ftruncate64(int fd, off64_t n) { REAL(ftruncate64); return fails(fd) ? -1 : real(fd, n); }
int rename(const char *a, const char *b) { REAL(rename); return strikes(b, 0) ? -1 : real(a, b); }
int unlink(const char *path) { REAL(unlink); return strikes(path, 0) ? -1 : real(path); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); return strikes(path, 1) ? -1 : real(path, mode); }

#define MAKES(flags) ((flags & O_CREAT) && access(path, F_OK) != 0)
#define MODE mode_t mode = 0; if (flags & O_CREAT) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE REAL(open); return MAKES(flags) && strikes(path, 1) ? -1 : real(path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE REAL(open64); return MAKES(flags) && strikes(path, 1) ? -1 : real(path, flags, mode); }
