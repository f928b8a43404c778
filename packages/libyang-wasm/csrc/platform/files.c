/* There is no file system behind the module: what libyang links against of it, as functions that refuse. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

char *realpath(const char *path, char *resolved)
{
    if (resolved) {
        errno = ENOSYS;
        return NULL;
    }
    return strdup(path);
}

int dup(int descriptor)
{
    (void)descriptor;
    errno = ENOSYS;
    return -1;
}
