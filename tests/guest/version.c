/* SPDX-License-Identifier: MIT */
/*
 * The rule: xen_version tells a guest what it runs on; we are 4.17 of the contract. vm_assist
 * switches conveniences on and off, each by itself.
 *
 * @widths both
 */
#include "test.h"

static bool has_text(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (; *text != 0; text++) {
        if (memcmp(text, part, length) == 0) {
            return true;
        }
    }
    return false;
}

static void versions(void)
{
    static char text[1100];
    test_equal(hypercall_xen_version(ABI_XENVER_version, 0), 4 << 16 | 17, "the version is 4.17");
    test_equal(hypercall_xen_version(ABI_XENVER_extraversion, (unsigned long)text), 0,
               "there is an extra version");
    console_print("# extra version %s\n", text);
    test_equal(hypercall_xen_version(ABI_XENVER_capabilities, (unsigned long)text), 0,
               "there are capabilities");
    test_ok(has_text(text, "xen-3.0-x86_32p"), "among them the 32-bit interface");
    test_equal(hypercall_xen_version(ABI_XENVER_changeset, (unsigned long)text), 0,
               "there is a changeset");
    guest_compile_info info;
    test_equal(hypercall_xen_version(ABI_XENVER_compile_info, (unsigned long)&info), 0,
               "there is compile information");
    guest_platform_parameters parameters = {0};
    test_equal(hypercall_xen_version(ABI_XENVER_platform_parameters, (unsigned long)&parameters), 0,
               "there are platform parameters");
    test_equal(parameters.virt_start, M2P_START, "the hypervisor's part begins with its table");
    test_equal(hypercall_xen_version(ABI_XENVER_pagesize, 0), 4096, "pages are 4 KiB");
    test_equal(hypercall_xen_version(ABI_XENVER_commandline, (unsigned long)text), 0,
               "there is the hypervisor's command line");
    test_ok(has_text(text, "console=com1"), "as it was given");
}

static void features(void)
{
    guest_feature_info info = {.submap_idx = 0};
    test_equal(hypercall_xen_version(ABI_XENVER_get_features, (unsigned long)&info), 0,
               "features can be asked");
    test_equal(info.submap & 15, 0, "none of those a PV guest never has");
    test_ok((info.submap & 1 << ABI_XENFEAT_mmu_pt_update_preserve_ad) != 0,
            "A and D can be preserved");
    test_ok((info.submap & 1 << ABI_XENFEAT_dom0) != 0, "this is the first domain");
    info.submap_idx = 1;
    hypercall_xen_version(ABI_XENVER_get_features, (unsigned long)&info);
    console_print("# = feature submap 1: %x\n", (unsigned)info.submap);
    info.submap_idx = 2;
    test_equal(hypercall_xen_version(ABI_XENVER_get_features, (unsigned long)&info), -ABI_EINVAL,
               "there is no feature submap 2");
}

static void assists(void)
{
    static const unsigned types[] = {0, 1, 2, 3, 4, 5};
    for (unsigned i = 0; i < 6; i++) {
        test_equal(hypercall_vm_assist(ABI_VMASST_CMD_enable, types[i]), 0,
                   "assist %u can be enabled", types[i]);
        test_equal(hypercall_vm_assist(ABI_VMASST_CMD_disable, types[i]), 0, "and disabled");
    }
    test_equal(hypercall_vm_assist(ABI_VMASST_CMD_enable, ABI_VMASST_TYPE_m2p_strict),
               WORD_BITS == 64 ? 0 : -ABI_EINVAL, "assist 32 is for 64-bit guests");
    test_refused(hypercall_vm_assist(ABI_VMASST_CMD_enable, 31), ABI_EINVAL, REASON_ASSIST_TYPE,
                 "assist 31 is none");
    test_refused(hypercall_vm_assist(2, 0), ABI_ENOSYS, REASON_ASSIST_COMMAND, "command 2 is none");
}

int guest_main(void)
{
    versions();
    features();
    assists();
    return test_end();
}
