/* SPDX-License-Identifier: MIT */
/*
 * The person's terminal.  While a machine runs it is raw, so that every key, Ctrl-C and Ctrl-A
 * included, reaches the guest and the guest's output arrives as it was sent.  It is put back
 * when the run ends, whichever way that happens.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "torc.h"

static struct termios saved;
static bool raw;

bool terminal_present(void)
{
    return isatty(STDIN_FILENO);
}

bool terminal_is_raw(void)
{
    return raw;
}

bool terminal_size(unsigned *rows, unsigned *columns)
{
    struct winsize size;

    if (!terminal_present() || ioctl(STDIN_FILENO, TIOCGWINSZ, &size) || !size.ws_row ||
        !size.ws_col)
        return false;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return true;
}

/* NO_COLOR, when set to anything, asks for none. */
bool terminal_colour(void)
{
    const char *wish = getenv("NO_COLOR");

    return !wish || !*wish;
}

static void restore_at_exit(void)
{
    terminal_restore(false);
}

void terminal_raw(void)
{
    static bool registered;
    struct termios mode;

    if (raw || !terminal_present() || tcgetattr(STDIN_FILENO, &saved))
        return;
    mode = saved;
    cfmakeraw(&mode);
    if (tcsetattr(STDIN_FILENO, TCSADRAIN, &mode))
        return;
    raw = true;
    if (!registered)
        atexit(restore_at_exit);
    registered = true;
}

/* Put the terminal back.  `tidy`: the guest had no chance to clean up after itself, so also
 * undo what a full-screen program may have left: attributes, a hidden cursor. */
void terminal_restore(bool tidy)
{
    const char *undo = terminal_colour() ? "\033[0m\033[?25h\r\n" : "\r\n";

    if (!raw)
        return;
    if (tidy && isatty(STDOUT_FILENO) && write(STDOUT_FILENO, undo, strlen(undo)) < 0)
        tidy = false; /* the terminal is gone; the mode below may still be worth a try */
    tcsetattr(STDIN_FILENO, TCSADRAIN, &saved);
    raw = false;
}
