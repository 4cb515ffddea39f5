# SPDX-License-Identifier: MIT
#
# A guest that uses its console and its xenstore ring as no good guest would, in both widths:
# build/tests/rings/rings.elf, rings-64.elf. tests/session/rings.sh runs it in company.

RINGS := build/tests/rings
RINGS_SOURCES := $(wildcard tests/rings/*.c)

GUEST_TESTS += $(RINGS)/rings.elf $(RINGS)/rings-64.elf

$(RINGS)/rings.elf: $(RINGS_SOURCES) $(wildcard tests/rings/*.h) $(HYPERCALL32_LIB) $(HYPERCALL32_LDSCRIPT)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(HYPERCALL32_CFLAGS) -nostdlib -static -Wl,--build-id=none,-z,noexecstack,-z,max-page-size=4096 \
	    -Wl,--no-warn-rwx-segments -Wl,-T,$(HYPERCALL32_LDSCRIPT) -o $@ $(RINGS_SOURCES) $(HYPERCALL32_LIB)

$(RINGS)/rings-64.elf: $(RINGS_SOURCES) $(wildcard tests/rings/*.h) $(HYPERCALL64_LIB) $(HYPERCALL64_LDSCRIPT)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(HYPERCALL64_CFLAGS) -nostdlib -static -Wl,--build-id=none,-z,noexecstack,-z,max-page-size=4096 \
	    -Wl,--no-warn-rwx-segments -Wl,-T,$(HYPERCALL64_LDSCRIPT) -o $@ $(RINGS_SOURCES) $(HYPERCALL64_LIB)
