/* SPDX-License-Identifier: MIT */
/*
 * Two small calls about what a guest finds here: xen_version tells, vm_assist asks for help.
 * The version is Xen's 4.17, because guests read it to learn which interfaces to expect; what
 * we really are stands in the texts. Fixed-size fields go out whole, filled up with zeroes.
 */
#include "boot/options.h"
#include "call/call.h"
#include "call/guest.h"
#include "lib/string.h"

#ifndef TORC_VERSION
#define TORC_VERSION "unknown"
#endif

#define DENIED "<denied>" /* what Xen says instead of a text that a guest may not see */

/* Guest kernels that this hypervisor runs, each name followed by a space. */
#define CAPABILITIES "xen-3.0-x86_32p "

static long put(struct vcpu *v, gaddr_t to, const void *from, size_t n)
{
    return guest_told(v, guest_copy_out(v, to, from, n), to);
}

/* Writes a text field of n bytes (at most 1024) whole. */
static long put_text(struct vcpu *v, gaddr_t to, const char *text, size_t n)
{
    char field[1024] = "";

    string_copy(field, text, n);
    return put(v, to, field, n);
}

static long put_compile_info(struct vcpu *v, gaddr_t to)
{
    struct compile_info info;

    /* No name of a machine, no date: the same source builds the same image. */
    memset(&info, 0, sizeof(info));
    string_copy((char *)info.compiler, "gcc " __VERSION__, sizeof(info.compiler));
    string_copy((char *)info.compile_by, "torc", sizeof(info.compile_by));
    return guest_told(v, guest_write_compile_info(v, to, &info), to);
}

static long put_platform_parameters(struct vcpu *v, gaddr_t to)
{
    struct platform_parameters p = {
        .virt_start = v->domain->width == WIDTH_32 ? ABI_HOLE32_START : ABI_HYPERVISOR64_START,
    };

    return guest_told(v, guest_write_platform_parameters(v, to, &p), to);
}

static u32 features(const struct domain *d)
{
    u32 bits = 1u << ABI_XENFEAT_mmu_pt_update_preserve_ad | 1u << ABI_XENFEAT_highmem_assist |
               1u << ABI_XENFEAT_gnttab_map_avail_bits | 1u << ABI_XENFEAT_direct_mapped;

    if (d->vm_assist >> ABI_VMASST_TYPE_pae_extended_cr3 & 1)
        bits |= 1u << ABI_XENFEAT_pae_pgdir_above_4gb;
    if (d->privileged)
        bits |= 1u << ABI_XENFEAT_dom0;
    return bits;
}

static long get_features(struct vcpu *v, gaddr_t arg)
{
    struct feature_info info;

    READ_OR_REFUSE(v, feature_info, &info, arg);
    if (info.submap_idx != 0)
        return refuse(v, REASON_FEATURE_SUBMAP, info.submap_idx);
    info.submap = features(v->domain);
    return guest_told(v, guest_write_feature_info(v, arg, &info), arg);
}

static __attribute__((noinline)) long answer(struct vcpu *v, u64 cmd, u64 a)
{
    static const u8 no_handle[16]; /* domains get their UUIDs from tools */
    bool privileged = v->domain->privileged;
    gaddr_t arg = GADDR(a);

    switch ((u32)cmd) {
    case ABI_XENVER_extraversion:
        return put_text(v, arg, ".0-torc", 16);
    case ABI_XENVER_compile_info:
        return put_compile_info(v, arg);
    case ABI_XENVER_capabilities:
        return put_text(v, arg, CAPABILITIES, 1024);
    case ABI_XENVER_changeset:
        return put_text(v, arg, "torc " TORC_VERSION, 64);
    case ABI_XENVER_platform_parameters:
        return put_platform_parameters(v, arg);
    case ABI_XENVER_get_features:
        return get_features(v, arg);
    case ABI_XENVER_pagesize:
        return PAGE_SIZE;
    case ABI_XENVER_guest_handle:
        return put(v, arg, no_handle, sizeof(no_handle));
    case ABI_XENVER_commandline:
        return put_text(v, arg, privileged ? options.text : DENIED, 1024);
    case ABI_XENVER_build_id:
        return refuse(v, privileged ? REASON_BUILD_ID_ABSENT : REASON_VERSION_DENIED, 0);
    default:
        return refuse(v, REASON_VERSION_COMMAND, cmd);
    }
}

long call_xen_version(struct vcpu *v, u64 cmd, u64 a)
{
    /* Also the guests' way to say "look for pending events": the cheapest call there is. */
    if ((u32)cmd == ABI_XENVER_version)
        return ABI_VERSION_MAJOR << 16 | ABI_VERSION_MINOR;
    return answer(v, cmd, a);
}

#define ASSIST(name) (1ull << ABI_VMASST_TYPE_##name)

long call_vm_assist(struct vcpu *v, u64 cmd, u64 type)
{
    static const u64 both = ASSIST(4gb_segments) | ASSIST(4gb_segments_notify) |
                            ASSIST(writable_pagetables) | ASSIST(pae_extended_cr3) |
                            ASSIST(architectural_iopl) | ASSIST(runstate_update_flag);
    struct domain *d = v->domain;
    u64 valid = d->width == WIDTH_32 ? both : both | ASSIST(m2p_strict);

    if ((u32)type >= 64 || !(valid >> (u32)type & 1))
        return refuse(v, REASON_ASSIST_TYPE, type);
    switch ((u32)cmd) {
    case ABI_VMASST_CMD_enable:
        __atomic_fetch_or(&d->vm_assist, 1ull << (u32)type, __ATOMIC_SEQ_CST);
        return 0;
    case ABI_VMASST_CMD_disable:
        __atomic_fetch_and(&d->vm_assist, ~(1ull << (u32)type), __ATOMIC_SEQ_CST);
        return 0;
    default:
        return refuse(v, REASON_ASSIST_COMMAND, cmd);
    }
}
