# SPDX-License-Identifier: MIT
#
# The library of the control domain's programs, for musl on the small Unix. Programs that use it list
# $(CONTROL_LIB) and compile with $(CONTROL_CFLAGS); guest-kernel/user/build.mk shows how.

CONTROL_LIB := build/obj/tools/control/libcontrol.a
CONTROL_CFLAGS := -I. -Ilibhypercall/include -Ilibhypercall/x86_32
CONTROL_OBJS := $(patsubst tools/control/%.c,build/obj/tools/control/%.o,$(wildcard tools/control/*.c))

$(CONTROL_OBJS): build/obj/tools/control/%.o: tools/control/%.c
	$(call say,CC32,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC32) $(USER_CFLAGS) $(CONTROL_CFLAGS) -MMD -MP -c -o $@ $<

$(CONTROL_LIB): $(CONTROL_OBJS)
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)ar rcsD $@ $^

-include $(CONTROL_OBJS:.o=.d)
