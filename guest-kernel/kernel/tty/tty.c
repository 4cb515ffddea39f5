/* SPDX-License-Identifier: MIT */
/*
 * The terminal as a file. There is one, behind several names: /dev/console, /dev/ttyS0 and
 * /dev/hvc0 are the machine's console, and /dev/tty is whatever terminal the process has, which can
 * only be this one.
 */
#include "kernel/fs/random.h"
#include "kernel/fs/vfs.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/tty/tty.h"
#include "machine/machine.h"

#define DECISECOND_NS (100u * NS_PER_MS)
#define RDEV_TTY      RDEV(5, 0)
#define RDEV_CONSOLE  RDEV(5, 1)

static struct tty console;

void tty_receive(char character)
{
    random_stir();
    tty_input(&console, character);
}

void tty_writable(void)
{
    wake_all(&console.can_write);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* /dev/console outlives sessions; every other name dies with the one it was opened in. */
static bool is_hung_up(const struct file *file)
{
    return file->inode->rdev != RDEV_CONSOLE && (uintptr_t)file->data != console.hangups;
}

static int tty_open(struct file *file)
{
    uint32_t rdev = file->inode->rdev;

    if (rdev == RDEV_TTY && !current->tty)
        return -ENXIO;
    file->data = (void *)(uintptr_t)console.hangups;
    if (rdev != RDEV_TTY && rdev != RDEV_CONSOLE && !(file->flags & O_NOCTTY) &&
        current->pid == current->sid && !current->tty && !console.session)
        tty_acquire(&console, false);
    return 0;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* How long a raw read may wait for its next byte, by VMIN and VTIME. False: it is complete. */
static bool raw_wait_until(const struct tty *tty, size_t done, size_t wanted, uint64_t *deadline_ns)
{
    uint8_t least = tty->termios.cc[VMIN], time = tty->termios.cc[VTIME];

    *deadline_ns = DEADLINE_NEVER;
    if (done >= MIN((size_t)least, wanted) && (done > 0 || least > 0 || time == 0))
        return false;
    if (time > 0 && (least == 0 || done > 0))
        *deadline_ns = clock_now_ns() + time * (uint64_t)DECISECOND_NS;
    return true;
}

/* Sleep until there may be more: 0 look again, 1 the read is complete, or an error. */
static int wait_for_input(struct file *file, size_t done, size_t wanted)
{
    bool canonical = console.termios.lflag & ICANON;
    uint64_t deadline_ns = DEADLINE_NEVER;
    int error;

    if (canonical ? done > 0 : !raw_wait_until(&console, done, wanted, &deadline_ns))
        return 1;
    if (file->flags & O_NONBLOCK)
        return done > 0 ? 1 : -EAGAIN;
    error = wait_interruptible_until(&console.can_read, deadline_ns);
    if (error == -ETIMEDOUT || (error && done > 0))
        return 1;
    return error;
}

static int tty_read(struct file *file, struct uio *to, uint64_t *position)
{
    size_t wanted = to->left;
    char bytes[256];
    int error;

    (void)position;
    while (to->left > 0) {
        bool ended;
        size_t taken;

        if (is_hung_up(file))
            break;
        error = tty_check_foreground(&console, SIGTTIN);
        if (error)
            return error;
        if (!tty_readable(&console)) {
            error = wait_for_input(file, wanted - to->left, wanted);
            if (error < 0)
                return error;
            if (error)
                break;
            continue;
        }
        taken = tty_take(&console, bytes, MIN(to->left, sizeof(bytes)), &ended);
        if (uio_put(to, bytes, taken))
            return -EFAULT;
        if (ended)
            break;
    }
    return wanted - to->left;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* After so many bytes of one write, others and the keyboard get a turn. */
#define WRITE_PAUSE_BYTES 16384u

/*
 * Interrupts, and so Ctrl-C, reach a process in the kernel only when it sleeps. A write of
 * megabytes therefore sleeps a moment now and then. 0: go on, or an error that ends the write
 * early.
 */
static int pause_in_write(struct file *file)
{
    int error;

    if (file->flags & O_NONBLOCK)
        return -EAGAIN; /* what was written so far is the answer */
    error = wait_interruptible_until(&console.can_write, clock_now_ns() + NS_PER_MS);
    return error == -ETIMEDOUT ? 0 : error;
}

/* A character is written as this many at most: a tab as blanks. */
#define WIDEST 8u

/* Room for a few characters, whatever they are: fewer are not worth waking anybody for. */
static bool can_write_now(void)
{
    return !console.stopped && machine_console_room() >= 64 * WIDEST;
}

/* The next bytes: 0 or an error. */
static int write_some(struct file *file, struct uio *from)
{
    size_t chunk;
    char bytes[256];
    int error;

    if (is_hung_up(file))
        return -EIO;
    if (!can_write_now())
        return file->flags & O_NONBLOCK ? -EAGAIN : wait_interruptible(&console.can_write);
    chunk = MIN(MIN(from->left, sizeof(bytes)), machine_console_room() / WIDEST);
    error = uio_get(from, bytes, chunk);
    if (!error)
        tty_output(&console, bytes, chunk);
    return error;
}

static int tty_write(struct file *file, struct uio *from, uint64_t *position)
{
    size_t wanted = from->left, next_pause = WRITE_PAUSE_BYTES;
    int error = 0;

    (void)position;
    if (console.termios.lflag & TOSTOP)
        error = tty_check_foreground(&console, SIGTTOU);
    while (from->left > 0 && !error) {
        error = write_some(file, from);
        if (!error && from->left > 0 && wanted - from->left >= next_pause) {
            error = pause_in_write(file);
            next_pause += WRITE_PAUSE_BYTES;
        }
    }
    return from->left < wanted || !error ? (int)(wanted - from->left) : error;
}

static unsigned tty_poll(struct file *file, struct poll_table *table)
{
    unsigned mask = can_write_now() ? POLLOUT | POLLWRNORM : 0;

    poll_wait(table, &console.can_read);
    poll_wait(table, &console.can_write);
    if (is_hung_up(file))
        return POLLIN | POLLRDNORM | POLLHUP | POLLERR;
    return tty_readable(&console) ? mask | POLLIN | POLLRDNORM : mask;
}

static int tty_file_ioctl(struct file *file, unsigned command, uintptr_t argument)
{
    return is_hung_up(file) ? -EIO : tty_ioctl(&console, file, command, argument);
}

static const struct file_ops tty_file_ops = {
    .open = tty_open,
    .read = tty_read,
    .write = tty_write,
    .ioctl = tty_file_ioctl,
    .poll = tty_poll,
};

void tty_init(void)
{
    tty_setup(&console, machine_console_write);
    console.size.rows = boot_option_number("rows", console.size.rows);
    console.size.columns = boot_option_number("cols", console.size.columns);
    device_register(5, 0, "tty", &tty_file_ops);
    device_register(5, 1, "console", &tty_file_ops);
    device_register(4, 64, "ttyS0", &tty_file_ops);
    device_register(229, 0, "hvc0", &tty_file_ops);
}
