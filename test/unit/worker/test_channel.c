#include <sys/socket.h>
#include <unistd.h>

#include "../test.h"
#include "worker/channel.h"

static void pair(int fds[2])
{
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
}

static struct patience soon(void)
{
    return (struct patience){.deadline_ms = clock_now_ms() + 50};
}

static void messages_arrive_whole_with_their_descriptors(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    struct err err;
    int s[2], pipe_fds[2], got[CHANNEL_FDS_MAX];
    pair(s);
    assert_int_equal(pipe(pipe_fds), 0);
    assert_ok(channel_send(s[0], S("hello"), &pipe_fds[1], 1, soon(), &err), err);
    assert_ok(channel_send(s[0], S(""), NULL, 0, soon(), &err), err);
    str message;
    assert_ok(channel_receive(s[1], &a, 1, soon(), &message, got, &err), err);
    assert_str(message, S("hello"));
    assert_int_equal(write(got[0], "x", 1), 1);
    char c;
    assert_int_equal(read(pipe_fds[0], &c, 1), 1);
    assert_int_equal(c, 'x');
    assert_ok(channel_receive(s[1], &a, 0, soon(), &message, NULL, &err), err);
    assert_int_equal(message.n, 0);
    close(got[0]);
    close(pipe_fds[0]);
    close(pipe_fds[1]);
    close(s[0]);
    close(s[1]);
    arena_close(&a);
}

static void a_bad_sender_is_an_error(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    struct err err;
    str message;
    int s[2];

    pair(s); /* says nothing */
    assert_err(channel_receive(s[1], &a, 0, soon(), &message, NULL, &err), err, ERR_LIMIT);

    /* promises more than it gives, and then nothing */
    assert_int_equal(write(s[0], "\x10\0\0\0abc", 7), 7);
    assert_err(channel_receive(s[1], &a, 0, soon(), &message, NULL, &err), err, ERR_LIMIT);
    close(s[0]);
    close(s[1]);

    pair(s); /* promises more than memory */
    assert_int_equal(write(s[0], "\xff\xff\xff\xff", 4), 4);
    assert_err(channel_receive(s[1], &a, 0, soon(), &message, NULL, &err), err, ERR_CORRUPT);
    close(s[0]);
    close(s[1]);

    pair(s); /* goes away in the middle */
    assert_int_equal(write(s[0], "\x10\0\0\0abc", 7), 7);
    close(s[0]);
    assert_err(channel_receive(s[1], &a, 0, soon(), &message, NULL, &err), err, ERR_UNAVAILABLE);
    close(s[1]);

    pair(s); /* sends no descriptor where one is due */
    assert_ok(channel_send(s[0], S("x"), NULL, 0, soon(), &err), err);
    int got[CHANNEL_FDS_MAX];
    assert_err(channel_receive(s[1], &a, 1, soon(), &message, got, &err), err, ERR_CORRUPT);
    close(s[0]);
    close(s[1]);

    pair(s); /* is gone when we speak */
    close(s[1]);
    assert_err(channel_send(s[0], S("x"), NULL, 0, soon(), &err), err, ERR_UNAVAILABLE);
    close(s[0]);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_arrive_whole_with_their_descriptors),
        cmocka_unit_test(a_bad_sender_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
