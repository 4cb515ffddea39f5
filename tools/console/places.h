/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_PLACES_H
#define CONSOLE_PLACES_H
/* Where the daemon and those who attach find each other. */
#define CONSOLE_LOGS    "/var/log/torc"
#define CONSOLE_SOCKETS "/var/run/torc"

#endif
