# SPDX-License-Identifier: MIT
#
# The part of the documentation that is made from the source: docs/reference/, written by a small
# program that includes abi/*.h and looks into hypervisor/.  The pages are kept in the tree, so
# that they can be read there; tests/cli/docs.sh notices when they have fallen behind.

DOCS_PAGES := $(addprefix docs/reference/,hypercalls.md reasons.md structures.md)
DOCS_SOURCES := $(wildcard tools/docs/*.c)

build/tools/docs: $(DOCS_SOURCES) $(wildcard tools/docs/*.h abi/*.h) docs/build.mk
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) -std=gnu11 -O1 -g -Wall -Wextra -I. -o $@ $(DOCS_SOURCES)

# Written anew each time: a page from somewhere else may be newer than what it should say.
$(DOCS_PAGES) &: build/tools/docs docs-always
	@mkdir -p build/reference docs/reference
	$(call say,DOCS,docs/reference)
	$(Q)build/tools/docs build/reference && cp build/reference/*.md docs/reference/

.PHONY: docs-always
docs-always:
# They are in the tree: an error must not take them away.
.PRECIOUS: $(DOCS_PAGES)

DOCS += $(DOCS_PAGES)
# The test that compares needs the program, not its pages.
HOST_TESTS += build/tools/docs
