# SPDX-License-Identifier: MIT
# Unit tests of the hypervisor's parts that read what others wrote: kernel images, the loader's
# information, options, the arguments of calls. Each is one program, hv_NAME, made of NAME.c.

HV_TESTS_DIR := tests/host/image
HV_TESTS := image plan options multiboot evtchn version
HV_TESTS_image := hypervisor/domain/image.c hypervisor/domain/notes.c hypervisor/domain/plan.c \
    hypervisor/lib/number.c
HV_TESTS_plan := hypervisor/domain/plan.c
HV_TESTS_options := hypervisor/boot/options.c hypervisor/lib/number.c
HV_TESTS_multiboot := hypervisor/boot/multiboot.c
HV_TESTS_evtchn := $(addprefix hypervisor/evtchn/,shared.c port.c raise.c bind.c ops.c) \
    $(HV_TESTS_DIR)/guest_shim.c
HV_TESTS_version := hypervisor/domain/version.c $(HV_TESTS_DIR)/guest_shim.c
HV_TESTS_FLAGS_version := -include $(HV_TESTS_DIR)/frame_shim.h
HV_TESTS_FLAGS_evtchn := $(HV_TESTS_FLAGS_version) -include $(HV_TESTS_DIR)/cpu_shim.h
HV_TESTS_PROGRAMS := $(HV_TESTS:%=build/tests/host/hv_%)

HOST_TESTS += $(HV_TESTS_PROGRAMS)

$(HV_TESTS_PROGRAMS): build/tests/host/hv_%: $(HV_TESTS_DIR)/%.c $$(HV_TESTS_$$*) \
        $(HV_TESTS_DIR)/build.mk $(wildcard $(HV_TESTS_DIR)/*.h hypervisor/*/*.h abi/*.h)
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) $(TESTS_HOST_CFLAGS) $(HV_TESTS_FLAGS_$*) -o $@ $< $(HV_TESTS_$*) $(TESTS_HOST_LIBS)
