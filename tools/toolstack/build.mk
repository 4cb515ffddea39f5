# SPDX-License-Identifier: MIT
#
# The toolstack: what configurations mean (config/) and what can be said to torc (verbs/), both pure;
# the manual pages and the completion made from the latter.

TS_DIR := tools/toolstack
TS_CONFIG := $(wildcard $(TS_DIR)/config/*.c)
TS_VERBS := $(filter-out %/pages.c,$(wildcard $(TS_DIR)/verbs/*.c))
TS_HEADERS := $(wildcard $(TS_DIR)/*/*.h)

build/tools/pages: $(TS_DIR)/verbs/pages.c $(TS_VERBS) $(TS_DIR)/config/suggest.c $(TS_HEADERS) \
        $(TS_DIR)/build.mk
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(TOOLS_CFLAGS) -I. -o $@ $(filter %.c,$^)

build/man/torc.1: build/tools/pages
	@mkdir -p $(@D)
	$(call say,PAGES,$(@D))
	$(Q)build/tools/pages $(@D)

ALL += build/man/torc.1
