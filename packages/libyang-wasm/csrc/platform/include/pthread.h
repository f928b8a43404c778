/* Threads for a module that has one: locks do nothing. The types come from wasi-libc's own alltypes.h. */
#ifndef LYW_PTHREAD_H
#define LYW_PTHREAD_H

#include <errno.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

#define PTHREAD_MUTEX_INITIALIZER {0}
#define pthread_mutex_init(mutex, attributes) ((void)(mutex), (void)(attributes), 0)
#define pthread_mutex_destroy(mutex) ((void)(mutex), 0)
#define pthread_mutex_lock(mutex) ((void)(mutex), 0)
#define pthread_mutex_trylock(mutex) ((void)(mutex), 0)
#define pthread_mutex_unlock(mutex) ((void)(mutex), 0)
#define pthread_mutex_timedlock(mutex, deadline) ((void)(mutex), (void)(deadline), 0)
#define pthread_self() ((pthread_t)1)

#endif
