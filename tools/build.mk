# SPDX-License-Identifier: MIT
#
# The torc command, and the helper that unpacks a kernel for it.  `./torc` itself is a small script
# that calls what is built here.

TOOLS_CFLAGS := -std=c11 -O1 -g -Wall -Wextra -Wmissing-prototypes -D_GNU_SOURCE
TOOLS_TORC_SOURCES := $(wildcard tools/torc/*.c) \
    $(addprefix tools/toolstack/verbs/,help.c options.c table.c words.c) tools/toolstack/load.c \
    $(wildcard tools/toolstack/config/*.c)

build/tools/torc: $(TOOLS_TORC_SOURCES) tools/torc/torc.h $(wildcard tools/toolstack/*.h tools/toolstack/*/*.h) VERSION \
        tools/build.mk
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(TOOLS_CFLAGS) -I. -DTORC_VERSION='"$(VERSION)"' -o $@ $(TOOLS_TORC_SOURCES)

UNPACK_SOURCES := tools/unpack-kernel/main.c tools/bzimage/bzimage.c

build/tools/unpack-kernel: $(UNPACK_SOURCES) tools/bzimage/bzimage.h tools/build.mk
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(TOOLS_CFLAGS) -I. -o $@ $(UNPACK_SOURCES)

ALL += build/tools/torc build/tools/unpack-kernel

-include tools/linux/build.mk tools/xenstore/build.mk tools/console/build.mk tools/builder/build.mk \
    tools/toolstack/build.mk
