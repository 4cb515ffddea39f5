/* SPDX-License-Identifier: MIT */
#ifndef TOOLSTACK_SUGGEST_H
#define TOOLSTACK_SUGGEST_H
/* What somebody may have meant. */

/* How many letters to change, add, leave out or swap with their neighbour, to get from a to b. */
unsigned suggest_distance(const char *a, const char *b);
/*
 * The name nearest to a word, of those that `name` gives for 0, 1, ... until NULL; NULL if none is
 * near.
 */
const char *suggest(const char *word, const char *(*name)(unsigned index));

#endif
