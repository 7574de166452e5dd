/* sanitized: is this a build with a sanitizer? They need more stack, and more system calls. */
#ifndef CORE_SERVER_SANITIZED_H
#define CORE_SERVER_SANITIZED_H

#if defined(__has_feature)
#define SANITIZED_HAS(x) __has_feature(x)
#else
#define SANITIZED_HAS(x) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||                               \
    SANITIZED_HAS(address_sanitizer) || SANITIZED_HAS(thread_sanitizer)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#endif
