/* SPDX-License-Identifier: MIT */
/* What the files of the library share. */
#ifndef TOOLS_CONTROL_PRIVATE_H
#define TOOLS_CONTROL_PRIVATE_H

int privcmd_fd(void); /* -1 and errno */

#endif
