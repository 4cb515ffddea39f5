# SPDX-License-Identifier: MIT
#
# Kernels with one thing wrong each, for tests/cli/refusals.sh.

TESTS_IMAGE_good :=
TESTS_IMAGE_no-notes := -DNO_NOTES
TESTS_IMAGE_offset-without-base := -DBASE_NOTE=-1
TESTS_IMAGE_base-above-image := -DBASE_NOTE=0xd0000000
TESTS_IMAGE_entry-outside := -DENTRY_NOTE=0xc8000000
TESTS_IMAGE_not-pae := '-DPAE_NOTE="no"'
TESTS_IMAGE_wants-unknown := '-DFEATURES_NOTE="!wings"'
TESTS_IMAGE_too-big := -DBSS=0x18000000

TESTS_IMAGES := good no-notes offset-without-base base-above-image entry-outside not-pae \
    wants-unknown too-big
TESTS_IMAGE_ELFS := $(TESTS_IMAGES:%=build/tests/images/%.elf)

# And kernels that end badly, for tests/cli/crashes.sh.
TESTS_CRASHES := NO_HANDLER WILD_JUMP WILD_STACK WILD_HANDLER WILD_IRET ASKED
TESTS_CRASH_ELFS := $(TESTS_CRASHES:%=build/tests/images/%.elf)

HOST_TESTS += $(TESTS_IMAGE_ELFS) $(TESTS_CRASH_ELFS)

define tests_image_link
	@mkdir -p $(@D)
	$(call say,AS,$@)
	$(Q)$(CC32) -c $(1) -o $(@:.elf=.o) $<
	$(Q)$(LD) -m elf_i386 --no-warn-rwx-segments -z noexecstack -T tests/cli/images/image.ld \
	    -o $@ $(@:.elf=.o)
endef

$(TESTS_IMAGE_ELFS): build/tests/images/%.elf: tests/cli/images/image.S
	$(call tests_image_link,$(TESTS_IMAGE_$*))

$(TESTS_CRASH_ELFS): build/tests/images/%.elf: tests/cli/images/crash.S
	$(call tests_image_link,-DCRASH=$*)

$(TESTS_IMAGE_ELFS) $(TESTS_CRASH_ELFS): tests/cli/images/notes.S tests/cli/images/image.ld \
    tests/cli/build.mk
