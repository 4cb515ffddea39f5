# SPDX-License-Identifier: MIT
#
# The domain builder, a library of the first domain's programs: list $(BUILDER_LIBS) and link them all.
# What the hypervisor's own builder decides by is compiled here once more, for user space; what unpacks
# kernels are Debian's own static libraries, which ask nothing of a C library that musl has not.

BUILDER_DIR := tools/builder
BUILDER_OUT := build/obj/tools/builder
BUILDER_LIB := $(BUILDER_OUT)/libbuilder.a
BUILDER_CFLAGS := $(CONTROL_CFLAGS) -Ihypervisor -D_GNU_SOURCE $(addprefix -isystem ,$(UNPACK_I386_INCLUDE))
BUILDER_SOURCES := $(wildcard $(BUILDER_DIR)/*.c) tools/bzimage/bzimage.c $(XS_CLIENT) \
    $(addprefix hypervisor/domain/,image.c notes.c plan.c) hypervisor/lib/number.c
BUILDER_OBJS := $(BUILDER_SOURCES:%.c=$(BUILDER_OUT)/%.o)
BUILDER_LIBS := $(BUILDER_LIB) $(CONTROL_LIB) $(UNPACK_I386_LIBS)

$(BUILDER_OBJS): $(BUILDER_OUT)/%.o: %.c
	$(call say,CC32,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC32) $(USER_CFLAGS) -Wno-unused-parameter $(BUILDER_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILDER_LIB): $(BUILDER_OBJS)
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)ar rcsD $@ $^

-include $(BUILDER_OBJS:.o=.d)
