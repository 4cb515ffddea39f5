/* SPDX-License-Identifier: MIT */
/*
 * The proof that abi/ is Xen's interface: every number, size and offset it declares, compared by
 * the compiler with the public headers of libxen-dev. Nothing here runs: a wrong number is a
 * compile error that names it.
 *
 * The file is compiled twice, as a 32-bit and as a 64-bit guest would see those headers; WIDTH says
 * which. The lists of abi/ say what is compared, so that a row added there is compared without a
 * change here (but for the name Xen gives a structure, below).
 */
#define __XEN_INTERFACE_VERSION__ __XEN_LATEST_INTERFACE_VERSION__
#define __XEN_TOOLS__ 1
#include <stdint.h>
#include <xen/xen-compat.h>
#include <xen/xen.h>
#include <xen/callback.h>
#include <xen/domctl.h>
#include <xen/elfnote.h>
#include <xen/errno.h>
#include <xen/event_channel.h>
#include <xen/features.h>
#include <xen/grant_table.h>
#include <xen/memory.h>
#include <xen/nmi.h>
#include <xen/physdev.h>
#include <xen/sched.h>
#include <xen/sysctl.h>
#include <xen/vcpu.h>
#include <xen/version.h>

#ifndef xen_wc_sec_hi /* tools' headers leave it out for the narrower width */
#define xen_wc_sec_hi arch.wc_sec_hi
#endif

#define ABI_LAYOUTS_ONLY
#include "abi/calls.h"
#include "abi/errors.h"
#include "abi/layout.h"
#include "abi/numbers.h"
#include "abi/structs.h"

#ifdef __x86_64__
#define OWN(name) abi64_##name
#else
#define OWN(name) abi32_##name
#endif

/* clang-format off: what follows is lists, not statements. */
#define SAME(ours, theirs, what)                                                                   \
    _Static_assert((long long)(ours) == (long long)(theirs),                                       \
                   "abi/ and Xen's headers disagree about " what)

/* ---- Numbers. --------------------------------------------------------------------------- */

/* Our own call has no name there; layout at the end says that it is in the range left free. */
#define __HYPERVISOR_torc_op ABI_TORC_OP
#define CHECK_CALL(number, name, shape, who)                                                       \
    SAME(ABI_CALL_##name, __HYPERVISOR_##name, "the number of call " #name);
ABI_CALLS(CHECK_CALL)

#define CHECK_NUMBER(name, number) SAME(ABI_##name, (name), #name);
ABI_SUBOPS(CHECK_NUMBER)
ABI_FLAGS(CHECK_NUMBER)
ABI_GRANT_STATUS(CHECK_NUMBER)

#define CHECK_ERROR(name, number) SAME(ABI_##name, XEN_##name, #name);
ABI_ERRORS(CHECK_ERROR)

/* ---- Structures. ------------------------------------------------------------------------ */

/* Xen's name of each. */
#define XEN_trap_info                 struct trap_info
#define XEN_mmu_update                struct mmu_update
#define XEN_mmuext_op                 struct mmuext_op
#define XEN_callback_register         struct callback_register
#define XEN_callback_unregister       struct callback_unregister
#define XEN_memory_reservation        struct xen_memory_reservation
#define XEN_memory_exchange           struct xen_memory_exchange
#define XEN_machphys_mapping          struct xen_machphys_mapping
#define XEN_machphys_mfn_list         struct xen_machphys_mfn_list
#define XEN_memory_map                struct xen_memory_map
#define XEN_sched_shutdown            struct sched_shutdown
#define XEN_sched_poll                struct sched_poll
#define XEN_sched_remote_shutdown     struct sched_remote_shutdown
#define XEN_sched_watchdog            struct sched_watchdog
#define XEN_sched_pin_override        struct sched_pin_override
#define XEN_evtchn_alloc_unbound      struct evtchn_alloc_unbound
#define XEN_evtchn_bind_interdomain   struct evtchn_bind_interdomain
#define XEN_evtchn_bind_virq          struct evtchn_bind_virq
#define XEN_evtchn_bind_ipi           struct evtchn_bind_ipi
#define XEN_evtchn_bind_pirq          struct evtchn_bind_pirq
#define XEN_evtchn_close              struct evtchn_close
#define XEN_evtchn_send               struct evtchn_send
#define XEN_evtchn_unmask             struct evtchn_unmask
#define XEN_evtchn_bind_vcpu          struct evtchn_bind_vcpu
#define XEN_evtchn_reset              struct evtchn_reset
#define XEN_evtchn_status             struct evtchn_status
#define XEN_evtchn_init_control       struct evtchn_init_control
#define XEN_evtchn_expand_array       struct evtchn_expand_array
#define XEN_evtchn_set_priority       struct evtchn_set_priority
#define XEN_vcpu_register_vcpu_info   struct vcpu_register_vcpu_info
#define XEN_vcpu_set_periodic_timer   struct vcpu_set_periodic_timer
#define XEN_vcpu_set_singleshot_timer struct vcpu_set_singleshot_timer
#define XEN_vcpu_runstate_info        struct vcpu_runstate_info
#define XEN_physdev_set_iopl          struct physdev_set_iopl
#define XEN_physdev_set_iobitmap      struct physdev_set_iobitmap
#define XEN_gnttab_map_grant_ref      struct gnttab_map_grant_ref
#define XEN_gnttab_unmap_grant_ref    struct gnttab_unmap_grant_ref
#define XEN_gnttab_unmap_and_replace  struct gnttab_unmap_and_replace
#define XEN_gnttab_setup_table        struct gnttab_setup_table
#define XEN_gnttab_dump_table         struct gnttab_dump_table
#define XEN_gnttab_transfer           struct gnttab_transfer
#define XEN_gnttab_copy               struct gnttab_copy
#define XEN_gnttab_query_size         struct gnttab_query_size
#define XEN_gnttab_set_version        struct gnttab_set_version
#define XEN_gnttab_get_version        struct gnttab_get_version
#define XEN_gnttab_get_status_frames  struct gnttab_get_status_frames
#define XEN_gnttab_swap_grant_ref     struct gnttab_swap_grant_ref
#define XEN_gnttab_cache_flush        struct gnttab_cache_flush
#define XEN_grant_entry               struct grant_entry_v1
#define XEN_feature_info              struct xen_feature_info
#define XEN_platform_parameters       struct xen_platform_parameters
#define XEN_compile_info              struct xen_compile_info
#define XEN_vcpu_time_info            struct vcpu_time_info
#define XEN_start_info                struct start_info

#define XEN_domctl                    struct xen_domctl
#define XEN_sysctl                    struct xen_sysctl
#define XEN_domctl_createdomain       struct xen_domctl_createdomain
#define XEN_domctl_getdomaininfo      struct xen_domctl_getdomaininfo
#define XEN_domctl_max_mem            struct xen_domctl_max_mem
#define XEN_domctl_max_vcpus          struct xen_domctl_max_vcpus
#define XEN_domctl_vcpucontext        struct xen_domctl_vcpucontext
#define XEN_domctl_getvcpuinfo        struct xen_domctl_getvcpuinfo
#define XEN_domctl_vcpuaffinity       struct xen_domctl_vcpuaffinity
#define XEN_domctl_scheduler_op       struct xen_domctl_scheduler_op
#define XEN_domctl_setdomainhandle    struct xen_domctl_setdomainhandle
#define XEN_domctl_hypercall_init     struct xen_domctl_hypercall_init
#define XEN_domctl_address_size       struct xen_domctl_address_size
#define XEN_domctl_getpageframeinfo3  struct xen_domctl_getpageframeinfo3
#define XEN_sysctl_readconsole        struct xen_sysctl_readconsole
#define XEN_sysctl_physinfo           struct xen_sysctl_physinfo
#define XEN_sysctl_sched_id           struct xen_sysctl_sched_id
#define XEN_sysctl_getdomaininfolist  struct xen_sysctl_getdomaininfolist

#define SIZE_OF_FIELD(type, field) sizeof(((type *)0)->field)

/* The lists pass a field's name, but not the structure's: a function per structure, in which both
 * are known as types, does. */
#define CHECK_FIELD(type, name, xen)                                                               \
    SAME(offsetof(ours, name), offsetof(theirs, xen), "the offset of " #name);                     \
    SAME(SIZE_OF_FIELD(ours, name), SIZE_OF_FIELD(theirs, xen), "the size of " #name);
#define CHECK_ARRAY(type, name, count, xen) CHECK_FIELD(type, name, xen)
#define CHECK_STRUCT(S)                                                                            \
    void check_##S(void);                                                                          \
    void check_##S(void)                                                                           \
    {                                                                                              \
        typedef OWN(S) ours;                                                                       \
        typedef XEN_##S theirs;                                                                    \
        SAME(sizeof(ours), sizeof(theirs), "the size of " #S);                                     \
        ABI_##S(CHECK_FIELD, CHECK_ARRAY)                                                          \
    }

/* Our own structure is compared with nothing. */
#define XEN_torc_counters OWN(torc_counters)
ABI_COPIED(CHECK_STRUCT)
ABI_LIVE(CHECK_STRUCT)

/* ---- Structures written out. ------------------------------------------------------------ */

#define CHECK_LIVE(S, T, ours, theirs)                                                             \
    SAME(offsetof(OWN(S), ours), offsetof(T, theirs), "the offset of " #S "." #ours);              \
    SAME(SIZE_OF_FIELD(OWN(S), ours), SIZE_OF_FIELD(T, theirs), "the size of " #S "." #ours);

#define CHECK_SHARED(ours, theirs) CHECK_LIVE(shared_info, struct shared_info, ours, theirs)
CHECK_SHARED(vcpu_info, vcpu_info)
CHECK_SHARED(evtchn_pending, evtchn_pending)
CHECK_SHARED(evtchn_mask, evtchn_mask)
CHECK_SHARED(wc_version, wc_version)
CHECK_SHARED(wc_sec, wc_sec)
CHECK_SHARED(wc_nsec, wc_nsec)
CHECK_SHARED(wc_sec_hi, xen_wc_sec_hi)
CHECK_SHARED(max_pfn, arch.max_pfn)
CHECK_SHARED(pfn_to_mfn_frame_list_list, arch.pfn_to_mfn_frame_list_list)
CHECK_SHARED(nmi_reason, arch.nmi_reason)
CHECK_SHARED(p2m_cr3, arch.p2m_cr3)
CHECK_SHARED(p2m_vaddr, arch.p2m_vaddr)
CHECK_SHARED(p2m_generation, arch.p2m_generation)
SAME(sizeof(OWN(shared_info)), sizeof(struct shared_info), "the size of shared_info");

#define CHECK_VCPU(ours, theirs) CHECK_LIVE(vcpu_info, struct vcpu_info, ours, theirs)
CHECK_VCPU(upcall_pending, evtchn_upcall_pending)
CHECK_VCPU(upcall_mask, evtchn_upcall_mask)
CHECK_VCPU(pending_sel, evtchn_pending_sel)
CHECK_VCPU(cr2, arch.cr2)
CHECK_VCPU(time, time)
SAME(sizeof(OWN(vcpu_info)), sizeof(struct vcpu_info), "the size of vcpu_info");

#define CHECK_MULTICALL(field) CHECK_LIVE(multicall_entry, struct multicall_entry, field, field)
CHECK_MULTICALL(op)
CHECK_MULTICALL(result)
CHECK_MULTICALL(args)
SAME(sizeof(OWN(multicall_entry)), sizeof(struct multicall_entry), "the size of multicall_entry");

/* ---- Addresses and selectors. ----------------------------------------------------------- */

SAME(ABI_TORC_OP, __HYPERVISOR_arch_7, "the range of architecture-specific calls");
SAME(ABI_GDT_GUEST_FRAMES, FIRST_RESERVED_GDT_PAGE, "the frames of a guest's GDT");
SAME(ABI_GDT_RESERVED_START, FIRST_RESERVED_GDT_BYTE, "the first reserved selector");
SAME(ABI_GDT_GUEST_ENTRIES, FIRST_RESERVED_GDT_ENTRY, "the entries of a guest's GDT");
SAME(ABI_LEGACY_VCPUS, XEN_LEGACY_MAX_VCPUS, "the vCPUs in shared_info");
SAME(ABI_HYPERCALL_STUB_SIZE * 128, 4096, "the size of a hypercall stub");

#ifdef __x86_64__
SAME(ABI_FLAT64_CS32, FLAT_RING3_CS32, "FLAT_RING3_CS32");
SAME(ABI_FLAT64_DS, FLAT_RING3_SS64, "FLAT_RING3_SS64");
SAME(ABI_FLAT64_CS64, FLAT_RING3_CS64, "FLAT_RING3_CS64");
SAME(ABI_HYPERVISOR64_START, HYPERVISOR_VIRT_START, "HYPERVISOR_VIRT_START");
SAME(ABI_HYPERVISOR64_END, HYPERVISOR_VIRT_END, "HYPERVISOR_VIRT_END");
SAME(ABI_M2P64_START, __MACH2PHYS_VIRT_START, "MACH2PHYS_VIRT_START");
SAME(ABI_M2P64_END, __MACH2PHYS_VIRT_END, "MACH2PHYS_VIRT_END");
#else
SAME(ABI_FLAT_RING1_CS32, FLAT_RING1_CS, "FLAT_RING1_CS");
SAME(ABI_FLAT_RING1_DS32, FLAT_RING1_DS, "FLAT_RING1_DS");
SAME(ABI_FLAT_RING3_CS32, FLAT_RING3_CS, "FLAT_RING3_CS");
SAME(ABI_FLAT_RING3_DS32, FLAT_RING3_DS, "FLAT_RING3_DS");
SAME(ABI_HOLE32_START, HYPERVISOR_VIRT_START, "HYPERVISOR_VIRT_START");
SAME(ABI_HOLE32_START, MACH2PHYS_VIRT_START, "MACH2PHYS_VIRT_START");
/* ABI_M2P32_END is not MACH2PHYS_VIRT_END, which covers a machine of 16 GiB only: it is what
 * XENMEM_machphys_mapping answers, and tests/guest/memory.c compares that. */
_Static_assert(ABI_M2P32_END > MACH2PHYS_VIRT_END,
               "the table is at least as large as guests assume");
#endif
