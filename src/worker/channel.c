#include "worker/channel.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    LENGTH_BYTES = 4,
    STOP_LOOK_MS = 100
};

int64_t clock_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A signal may come to any thread, and before poll as well as in it: so the flag is looked at. */
bool channel_wait(int fd, short events, struct patience patience, struct err *err)
{
    for (;;) {
        if (patience.opt_stop && *patience.opt_stop)
            return err_set(err, ERR_LIMIT, "interrupted");
        int64_t left = patience.deadline_ms - clock_now_ms();
        if (left <= 0)
            return err_set(err, ERR_LIMIT, "no answer in time");
        struct pollfd p = {.fd = fd, .events = events};
        int n = poll(&p, 1, (int)MIN(left, (int64_t)STOP_LOOK_MS));
        if (n > 0)
            return true;
        if (n < 0 && errno != EINTR)
            return err_set(err, ERR_UNAVAILABLE, "poll: %s", strerror(errno));
    }
}

static bool gone(struct err *err)
{
    return err_set(err, ERR_UNAVAILABLE, "the other end closed");
}

/* Send a piece, with descriptors on its first byte if n is not 0. */
static bool send_piece(int fd, str piece, const int *fds, size_t n, struct patience patience,
                       struct err *err)
{
    char control[CMSG_SPACE(CHANNEL_FDS_MAX * sizeof(int))] = {0};
    while (piece.n) {
        if (!channel_wait(fd, POLLOUT, patience, err))
            return false;
        struct iovec io = {.iov_base = (void *)piece.p, .iov_len = piece.n};
        struct msghdr message = {.msg_iov = &io, .msg_iovlen = 1};
        if (n) {
            message.msg_control = control;
            message.msg_controllen = CMSG_SPACE(n * sizeof(int));
            struct cmsghdr *c = CMSG_FIRSTHDR(&message);
            c->cmsg_level = SOL_SOCKET;
            c->cmsg_type = SCM_RIGHTS;
            c->cmsg_len = CMSG_LEN(n * sizeof(int));
            memcpy(CMSG_DATA(c), fds, n * sizeof(int));
        }
        ssize_t put = sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (put < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (put < 0)
            return gone(err);
        n = 0;
        piece = str_from(piece, (size_t)put);
    }
    return true;
}

bool channel_send(int fd, str payload, const int *fds, size_t n, struct patience patience,
                  struct err *err)
{
    assert(n <= CHANNEL_FDS_MAX && payload.n <= CHANNEL_MESSAGE_MAX_BYTES);
    uint8_t length[LENGTH_BYTES];
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        length[i] = (uint8_t)(payload.n >> (8 * i));
    return send_piece(fd, (str){(const char *)length, LENGTH_BYTES}, fds, n, patience, err) &&
           send_piece(fd, payload, NULL, 0, patience, err);
}

struct received_fds {
    int fd[CHANNEL_FDS_MAX];
    size_t n;
};

static void take_fds(struct msghdr *message, struct received_fds *got)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < n; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof fd);
            if (got->n < CHANNEL_FDS_MAX)
                got->fd[got->n++] = fd;
            else
                close(fd);
        }
    }
}

static bool receive_piece(int fd, char *p, size_t n, struct patience patience,
                          struct received_fds *got, struct err *err)
{
    while (n) {
        if (!channel_wait(fd, POLLIN, patience, err))
            return false;
        char control[CMSG_SPACE(CHANNEL_FDS_MAX * sizeof(int))];
        struct iovec io = {.iov_base = p, .iov_len = n};
        struct msghdr message = {.msg_iov = &io,
                                 .msg_iovlen = 1,
                                 .msg_control = control,
                                 .msg_controllen = sizeof control};
        ssize_t read = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (read < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (read <= 0)
            return gone(err);
        take_fds(&message, got);
        p += read;
        n -= (size_t)read;
    }
    return true;
}

static bool receive(int fd, struct arena *a, struct patience patience, str *ret_payload,
                    struct received_fds *got, struct err *err)
{
    uint8_t length[LENGTH_BYTES];
    if (!receive_piece(fd, (char *)length, LENGTH_BYTES, patience, got, err))
        return false;
    size_t n = 0;
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        n |= (size_t)length[i] << (8 * i);
    if (n > CHANNEL_MESSAGE_MAX_BYTES)
        return err_set(err, ERR_CORRUPT, "a message of %zu bytes", n);
    char *p = arena_new(a, char, n);
    if (!receive_piece(fd, p, n, patience, got, err))
        return false;
    *ret_payload = (str){p, n};
    return true;
}

bool channel_receive(int fd, struct arena *a, size_t want_fds, struct patience patience,
                     str *ret_payload, int *ret_fds, struct err *err)
{
    assert(want_fds <= CHANNEL_FDS_MAX);
    struct received_fds got = {0};
    bool ok = receive(fd, a, patience, ret_payload, &got, err);
    if (ok && got.n != want_fds)
        ok = err_set(err, ERR_CORRUPT, "%zu descriptors came, want %zu", got.n, want_fds);
    for (size_t i = 0; i < got.n; i++) {
        if (ok)
            ret_fds[i] = got.fd[i];
        else
            close(got.fd[i]);
    }
    return ok;
}
