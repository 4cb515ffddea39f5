/* SPDX-License-Identifier: MIT */
#ifndef ABI_STRUCTS_H
#define ABI_STRUCTS_H
/*
 * The structures that cross the border, described once for both guest widths.
 *
 * Structures of 32-bit and 64-bit guests differ for few reasons: the size of machine words and
 * pointers, and i386's alignment of 64-bit values to 4 bytes. So one list of fields, each with a
 * border type, gives three C types:
 *
 *   abi32_NAME   as a 32-bit guest lays it out
 *   abi64_NAME   as a 64-bit guest lays it out
 *   struct NAME  neutral: what handlers in ring 0 work with, words widened to 64 bits
 *
 * and two accessors, abi32_widen_NAME and abi64_widen_NAME, and back, abi32_narrow_NAME and
 * abi64_narrow_NAME, as straight-line code.
 *
 * F(type, name, xen)        one field; xen is its name in Xen's header, for the proof
 * A(type, name, count, xen) an array of count elements
 *
 * Border types: u8 u16 u32 u64 (always naturally aligned), wide (64-bit value with the guest's
 * alignment), word (the guest's unsigned long), addr (a guest address; C in ring 0 cannot
 * dereference it), entry (a code address: cs and eip in 32-bit guests, rip in 64-bit guests), copy_end
 * (where a grant copy reads or writes).
 */
#include <stddef.h>
#include <stdint.h>

typedef uint8_t abi32_u8, abi64_u8, abi_u8;
typedef uint16_t abi32_u16, abi64_u16, abi_u16;
typedef uint32_t abi32_u32, abi64_u32, abi_u32;
typedef uint64_t abi_u64, abi_wide, abi_word;
/* Alignment is spelled out, so that both layouts come out the same on either compiler width. */
typedef uint64_t __attribute__((aligned(8))) abi32_u64, abi64_u64, abi64_wide, abi64_word;
typedef uint64_t __attribute__((aligned(8))) abi64_addr, abi64_entry;
typedef uint64_t __attribute__((aligned(4))) abi32_wide;
typedef uint32_t abi32_word, abi32_addr;

/* A guest's linear address: only call/guest.h can turn it into memory. */
typedef struct {
    uint64_t va;
} abi_addr;

typedef struct {
    uint32_t cs, eip;
} abi32_entry;
typedef struct {
    uint16_t cs; /* 0 for 64-bit guests, whose code selector is fixed */
    uint64_t ip;
} abi_entry;

/* `frame` is a frame of the caller's own, or a grant reference (its low 32 bits). */
typedef struct {
    abi32_word frame;
    uint16_t domid, offset;
} abi32_copy_end;
typedef struct {
    abi64_word frame;
    uint16_t domid, offset;
} abi64_copy_end;
typedef abi64_copy_end abi_copy_end;

/* ---- The lists of fields. -------------------------------------------------------------- */

#define ABI_trap_info(F, A) \
    F(u8, vector, vector) F(u8, flags, flags) F(u16, cs, cs) F(word, address, address)

#define ABI_mmu_update(F, A) F(wide, ptr, ptr) F(wide, val, val)

#define ABI_mmuext_op(F, A) \
    F(u32, cmd, cmd) F(word, arg1, arg1.mfn) F(word, arg2, arg2.src_mfn)

#define ABI_callback_register(F, A) \
    F(u16, type, type) F(u16, flags, flags) F(entry, address, address)

#define ABI_callback_unregister(F, A) F(u16, type, type) F(u16, unused, _unused)

#define ABI_memory_reservation(F, A) \
    F(addr, extent_start, extent_start) F(word, nr_extents, nr_extents) \
    F(u32, extent_order, extent_order) F(u32, mem_flags, mem_flags) F(u16, domid, domid)

#define ABI_memory_exchange(F, A) \
    F(addr, in_start, in.extent_start) F(word, in_extents, in.nr_extents) \
    F(u32, in_order, in.extent_order) F(u32, in_flags, in.mem_flags) F(u16, in_domid, in.domid) \
    F(addr, out_start, out.extent_start) F(word, out_extents, out.nr_extents) \
    F(u32, out_order, out.extent_order) F(u32, out_flags, out.mem_flags) \
    F(u16, out_domid, out.domid) F(word, nr_exchanged, nr_exchanged)

#define ABI_machphys_mapping(F, A) \
    F(word, v_start, v_start) F(word, v_end, v_end) F(word, max_mfn, max_mfn)

#define ABI_machphys_mfn_list(F, A) \
    F(u32, max_extents, max_extents) F(addr, extent_start, extent_start) \
    F(u32, nr_extents, nr_extents)

#define ABI_memory_map(F, A) F(u32, nr_entries, nr_entries) F(addr, buffer, buffer)

#define ABI_sched_shutdown(F, A) F(u32, reason, reason)

#define ABI_sched_poll(F, A) \
    F(addr, ports, ports) F(u32, nr_ports, nr_ports) F(wide, timeout, timeout)

#define ABI_sched_watchdog(F, A) F(u32, id, id) F(u32, timeout, timeout)

#define ABI_sched_pin_override(F, A) F(u32, pcpu, pcpu)

#define ABI_sched_remote_shutdown(F, A) F(u16, domain_id, domain_id) F(u32, reason, reason)

#define ABI_evtchn_alloc_unbound(F, A) \
    F(u16, dom, dom) F(u16, remote_dom, remote_dom) F(u32, port, port)

#define ABI_evtchn_bind_interdomain(F, A) \
    F(u16, remote_dom, remote_dom) F(u32, remote_port, remote_port) F(u32, local_port, local_port)

#define ABI_evtchn_bind_virq(F, A) F(u32, virq, virq) F(u32, vcpu, vcpu) F(u32, port, port)
#define ABI_evtchn_bind_ipi(F, A) F(u32, vcpu, vcpu) F(u32, port, port)
#define ABI_evtchn_bind_pirq(F, A) F(u32, pirq, pirq) F(u32, flags, flags) F(u32, port, port)
#define ABI_evtchn_close(F, A) F(u32, port, port)
#define ABI_evtchn_send(F, A) F(u32, port, port)
#define ABI_evtchn_unmask(F, A) F(u32, port, port)
#define ABI_evtchn_bind_vcpu(F, A) F(u32, port, port) F(u32, vcpu, vcpu)
#define ABI_evtchn_reset(F, A) F(u16, dom, dom)

/* The union at the end holds a domain (unbound), a domain and a port, a pirq or a virq. */
#define ABI_evtchn_status(F, A) \
    F(u16, dom, dom) F(u32, port, port) F(u32, status, status) F(u32, vcpu, vcpu) \
    F(u32, detail, u.virq) F(u32, remote_port, u.interdomain.port)

#define ABI_evtchn_init_control(F, A) \
    F(wide, control_gfn, control_gfn) F(u32, offset, offset) F(u32, vcpu, vcpu) \
    F(u8, link_bits, link_bits) A(u8, pad, 7, _pad)
#define ABI_evtchn_expand_array(F, A) F(wide, array_gfn, array_gfn)
#define ABI_evtchn_set_priority(F, A) F(u32, port, port) F(u32, priority, priority)

#define ABI_vcpu_register_vcpu_info(F, A) \
    F(wide, mfn, mfn) F(u32, offset, offset) F(u32, rsvd, rsvd)
#define ABI_vcpu_set_periodic_timer(F, A) F(wide, period_ns, period_ns)
#define ABI_vcpu_set_singleshot_timer(F, A) \
    F(wide, timeout_abs_ns, timeout_abs_ns) F(u32, flags, flags)
#define ABI_vcpu_runstate_info(F, A) \
    F(u32, state, state) F(wide, state_entry_time, state_entry_time) A(wide, time, 4, time)

#define ABI_physdev_set_iopl(F, A) F(u32, iopl, iopl)
#define ABI_physdev_set_iobitmap(F, A) F(addr, bitmap, bitmap) F(u32, nr_ports, nr_ports)

#define ABI_gnttab_map_grant_ref(F, A) \
    F(wide, host_addr, host_addr) F(u32, flags, flags) F(u32, ref, ref) F(u16, dom, dom) \
    F(u16, status, status) F(u32, handle, handle) F(wide, dev_bus_addr, dev_bus_addr)
#define ABI_gnttab_unmap_grant_ref(F, A) \
    F(wide, host_addr, host_addr) F(wide, dev_bus_addr, dev_bus_addr) F(u32, handle, handle) \
    F(u16, status, status)
#define ABI_gnttab_unmap_and_replace(F, A) \
    F(wide, host_addr, host_addr) F(wide, new_addr, new_addr) F(u32, handle, handle) \
    F(u16, status, status)
#define ABI_gnttab_setup_table(F, A) \
    F(u16, dom, dom) F(u32, nr_frames, nr_frames) F(u16, status, status) \
    F(addr, frame_list, frame_list)
#define ABI_gnttab_dump_table(F, A) F(u16, dom, dom) F(u16, status, status)
#define ABI_gnttab_transfer(F, A) \
    F(word, mfn, mfn) F(u16, domid, domid) F(u32, ref, ref) F(u16, status, status)
#define ABI_gnttab_copy(F, A) \
    F(copy_end, source, source) F(copy_end, dest, dest) F(u16, len, len) F(u16, flags, flags) \
    F(u16, status, status)
#define ABI_gnttab_query_size(F, A) \
    F(u16, dom, dom) F(u32, nr_frames, nr_frames) F(u32, max_nr_frames, max_nr_frames) \
    F(u16, status, status)
#define ABI_gnttab_set_version(F, A) F(u32, version, version)
#define ABI_gnttab_get_version(F, A) F(u16, dom, dom) F(u16, pad, pad) F(u32, version, version)
#define ABI_gnttab_get_status_frames(F, A) \
    F(u32, nr_frames, nr_frames) F(u16, dom, dom) F(u16, status, status) \
    F(addr, frame_list, frame_list)
#define ABI_gnttab_swap_grant_ref(F, A) \
    F(u32, ref_a, ref_a) F(u32, ref_b, ref_b) F(u16, status, status)
#define ABI_gnttab_cache_flush(F, A) \
    F(wide, dev_bus_addr, a.dev_bus_addr) F(u16, offset, offset) F(u16, length, length) \
    F(u32, op, op)

#define ABI_feature_info(F, A) F(u32, submap_idx, submap_idx) F(u32, submap, submap)
#define ABI_platform_parameters(F, A) F(word, virt_start, virt_start)
#define ABI_compile_info(F, A) \
    A(u8, compiler, 64, compiler) A(u8, compile_by, 16, compile_by) \
    A(u8, compile_domain, 32, compile_domain) A(u8, compile_date, 32, compile_date)

/*
 * Control calls. Xen's tools and hypervisor may be of different widths, so these structures have
 * one layout; pointers in them are 64 bits wide. A control call is a head with a body of 128 bytes.
 */
#define ABI_domctl(F, A) \
    F(u32, cmd, cmd) F(u32, version, interface_version) F(u16, domain, domain) \
    A(u16, pad, 3, _pad) A(u64, body, 16, u.pad)
#define ABI_domctl_createdomain(F, A) \
    F(u32, ssidref, ssidref) A(u8, handle, 16, handle) F(u32, flags, flags) \
    F(u32, iommu_opts, iommu_opts) F(u32, max_vcpus, max_vcpus) \
    F(u32, max_evtchn_port, max_evtchn_port) F(u32, max_grant_frames, max_grant_frames) \
    F(u32, max_maptrack_frames, max_maptrack_frames) F(u32, grant_opts, grant_opts) \
    F(u32, vmtrace_size, vmtrace_size) F(u32, cpupool_id, cpupool_id) \
    F(u32, emulation_flags, arch.emulation_flags) F(u32, misc_flags, arch.misc_flags)
#define ABI_domctl_getdomaininfo(F, A) \
    F(u16, domain, domain) F(u16, pad1, pad1) F(u32, flags, flags) F(u64, tot_pages, tot_pages) \
    F(u64, max_pages, max_pages) F(u64, outstanding_pages, outstanding_pages) \
    F(u64, shr_pages, shr_pages) F(u64, paged_pages, paged_pages) \
    F(u64, shared_info_frame, shared_info_frame) F(u64, cpu_time, cpu_time) \
    F(u32, nr_online_vcpus, nr_online_vcpus) F(u32, max_vcpu_id, max_vcpu_id) \
    F(u32, ssidref, ssidref) A(u8, handle, 16, handle) F(u32, cpupool, cpupool) \
    F(u8, gpaddr_bits, gpaddr_bits) A(u8, pad2, 7, pad2) \
    F(u32, emulation_flags, arch_config.emulation_flags) \
    F(u32, misc_flags, arch_config.misc_flags)
#define ABI_domctl_max_mem(F, A) F(u64, max_memkb, max_memkb)
#define ABI_domctl_max_vcpus(F, A) F(u32, max, max)
#define ABI_domctl_vcpucontext(F, A) F(u32, vcpu, vcpu) F(u64, ctxt, ctxt)
#define ABI_domctl_getvcpuinfo(F, A) \
    F(u32, vcpu, vcpu) F(u8, online, online) F(u8, blocked, blocked) F(u8, running, running) \
    F(u64, cpu_time, cpu_time) F(u32, cpu, cpu)
#define ABI_domctl_vcpuaffinity(F, A) \
    F(u32, vcpu, vcpu) F(u32, flags, flags) F(u64, hard_map, cpumap_hard.bitmap) \
    F(u32, hard_bits, cpumap_hard.nr_bits) F(u64, soft_map, cpumap_soft.bitmap) \
    F(u32, soft_bits, cpumap_soft.nr_bits)
/* params: of the credit scheduler the weight in its low 16 bits, the cap in the next 16. */
#define ABI_domctl_scheduler_op(F, A) \
    F(u32, sched_id, sched_id) F(u32, cmd, cmd) F(u64, params, u.v.vcpus) \
    F(u32, nr_vcpus, u.v.nr_vcpus) F(u32, padding, u.v.padding)
#define ABI_domctl_setdomainhandle(F, A) A(u8, handle, 16, handle)
#define ABI_domctl_hypercall_init(F, A) F(u64, gmfn, gmfn)
#define ABI_domctl_address_size(F, A) F(u32, size, size)
#define ABI_domctl_getpageframeinfo3(F, A) F(u64, num, num) F(u64, array, array)
#define ABI_sysctl(F, A) \
    F(u32, cmd, cmd) F(u32, version, interface_version) A(u64, body, 16, u.pad)
#define ABI_sysctl_readconsole(F, A) \
    F(u8, clear, clear) F(u8, incremental, incremental) F(u8, pad0, pad0) F(u8, pad1, pad1) \
    F(u32, index, index) F(u64, buffer, buffer) F(u32, count, count)
#define ABI_sysctl_physinfo(F, A) \
    F(u32, threads_per_core, threads_per_core) F(u32, cores_per_socket, cores_per_socket) \
    F(u32, nr_cpus, nr_cpus) F(u32, max_cpu_id, max_cpu_id) F(u32, nr_nodes, nr_nodes) \
    F(u32, max_node_id, max_node_id) F(u32, cpu_khz, cpu_khz) F(u32, capabilities, capabilities) \
    F(u32, arch_capabilities, arch_capabilities) F(u32, pad, pad) F(u64, total_pages, total_pages) \
    F(u64, free_pages, free_pages) F(u64, scrub_pages, scrub_pages) \
    F(u64, outstanding_pages, outstanding_pages) F(u64, max_mfn, max_mfn) A(u32, hw_cap, 8, hw_cap)
#define ABI_sysctl_sched_id(F, A) F(u32, sched_id, sched_id)
#define ABI_sysctl_getdomaininfolist(F, A) \
    F(u16, first_domain, first_domain) F(u32, max_domains, max_domains) F(u64, buffer, buffer) \
    F(u32, num_domains, num_domains)

/* Live structures: they stay in shared memory and are never copied as a whole. */
/* An entry of a grant table. The guest writes it all; the hypervisor sets and clears GTF_reading
 * and GTF_writing. */
#define ABI_grant_entry(F, A) F(u16, flags, flags) F(u16, domid, domid) F(u32, frame, frame)

#define ABI_vcpu_time_info(F, A) \
    F(u32, version, version) F(u32, pad0, pad0) F(u64, tsc_timestamp, tsc_timestamp) \
    F(u64, system_time, system_time) F(u32, tsc_to_system_mul, tsc_to_system_mul) \
    F(u8, tsc_shift, tsc_shift) F(u8, flags, flags) A(u8, pad1, 2, pad1)

#define ABI_vcpu_info(F, A) \
    F(u8, upcall_pending, evtchn_upcall_pending) F(u8, upcall_mask, evtchn_upcall_mask) \
    F(word, pending_sel, evtchn_pending_sel) F(word, cr2, arch.cr2)

#define ABI_start_info(F, A) \
    A(u8, magic, 32, magic) F(word, nr_pages, nr_pages) F(word, shared_info, shared_info) \
    F(u32, flags, flags) F(word, store_mfn, store_mfn) F(u32, store_evtchn, store_evtchn) \
    F(word, console_mfn, console.domU.mfn) F(u32, console_evtchn, console.domU.evtchn) \
    F(word, pt_base, pt_base) F(word, nr_pt_frames, nr_pt_frames) F(word, mfn_list, mfn_list) \
    F(word, mod_start, mod_start) F(word, mod_len, mod_len) A(u8, cmd_line, 1024, cmd_line) \
    F(word, first_p2m_pfn, first_p2m_pfn) F(word, nr_p2m_frames, nr_p2m_frames)

/*
 * torc_op(ABI_TORC_OP_counters): what this vCPU's domain has cost so far. size is written by the
 * guest: the number of bytes it has room for; the hypervisor fills at most that many and writes
 * back how many it filled, so that the structure may grow.
 * refusals[] counts by reason class (id / 100).
 */
#define ABI_torc_counters(F, A) \
    F(u32, size, size) F(u32, last_refusal, last_refusal) A(u64, calls, 64, calls) \
    F(u64, calls_total, calls_total) F(u64, refusals_total, refusals_total) \
    A(u64, refusals, 10, refusals) F(u64, exceptions, exceptions) \
    F(u64, page_faults, page_faults) F(u64, emulated, emulated) \
    F(u64, table_writes, table_writes) F(u64, upcalls, upcalls) \
    F(u64, interrupts, interrupts) F(u64, base_loads, base_loads) F(u64, tlb_flushes, tlb_flushes)

/* Structures that are copied as a whole, and so have accessors. */
#define ABI_COPIED(S) \
    S(trap_info) S(mmu_update) S(mmuext_op) S(callback_register) S(callback_unregister) \
    S(memory_reservation) S(memory_exchange) S(machphys_mapping) S(machphys_mfn_list) S(memory_map) \
    S(sched_shutdown) S(sched_poll) S(sched_remote_shutdown) S(sched_watchdog) S(sched_pin_override) S(evtchn_alloc_unbound) \
    S(evtchn_bind_interdomain) S(evtchn_bind_virq) S(evtchn_bind_ipi) S(evtchn_bind_pirq) \
    S(evtchn_close) S(evtchn_send) S(evtchn_unmask) S(evtchn_bind_vcpu) S(evtchn_reset) \
    S(evtchn_status) S(evtchn_init_control) S(evtchn_expand_array) S(evtchn_set_priority) \
    S(vcpu_register_vcpu_info) S(vcpu_set_periodic_timer) S(vcpu_set_singleshot_timer) \
    S(gnttab_map_grant_ref) S(gnttab_unmap_grant_ref) S(gnttab_unmap_and_replace) \
    S(gnttab_setup_table) S(gnttab_dump_table) S(gnttab_transfer) S(gnttab_copy) \
    S(gnttab_query_size) S(gnttab_set_version) S(gnttab_get_version) \
    S(gnttab_get_status_frames) S(gnttab_swap_grant_ref) S(gnttab_cache_flush) \
    S(vcpu_runstate_info) S(physdev_set_iopl) S(physdev_set_iobitmap) S(feature_info) \
    S(platform_parameters) S(compile_info) S(torc_counters)

/* Structures that are only laid out: live ones, and those of control calls. */
#define ABI_LIVE(S) S(vcpu_time_info) S(start_info) S(grant_entry) ABI_CONTROL(S)
#define ABI_CONTROL(S) \
    S(domctl) S(domctl_createdomain) S(domctl_getdomaininfo) S(domctl_max_mem) \
    S(domctl_max_vcpus) S(domctl_vcpucontext) S(domctl_getvcpuinfo) S(domctl_vcpuaffinity) \
    S(domctl_scheduler_op) S(domctl_setdomainhandle) S(domctl_hypercall_init) \
    S(domctl_address_size) S(domctl_getpageframeinfo3) S(sysctl) S(sysctl_readconsole) \
    S(sysctl_physinfo) S(sysctl_sched_id) S(sysctl_getdomaininfolist)

/* ---- From lists to C types. ------------------------------------------------------------ */

#define ABI_F32(type, name, xen) abi32_##type name;
#define ABI_A32(type, name, count, xen) abi32_##type name[count];
#define ABI_F64(type, name, xen) abi64_##type name;
#define ABI_A64(type, name, count, xen) abi64_##type name[count];
#define ABI_FN(type, name, xen) abi_##type name;
#define ABI_AN(type, name, count, xen) abi_##type name[count];

#define ABI_LAY_OUT(S) \
    typedef struct { \
        ABI_##S(ABI_F32, ABI_A32) \
    } abi32_##S; \
    typedef struct { \
        ABI_##S(ABI_F64, ABI_A64) \
    } abi64_##S;
#define ABI_NEUTRAL(S) \
    struct S { \
        ABI_##S(ABI_FN, ABI_AN) \
    };

/* A program that includes Xen's headers as well, where the neutral names mean other structures, defines
 * ABI_LAYOUTS_ONLY and gets the two layouts alone. */
ABI_COPIED(ABI_LAY_OUT)
ABI_LIVE(ABI_LAY_OUT)
#ifndef ABI_LAYOUTS_ONLY
ABI_COPIED(ABI_NEUTRAL)
#endif

/* vcpu_info and shared_info nest, so they are written out; the lists above still check them. */
#define ABI_SHARED_LAYOUT(width, spare) \
    typedef struct { \
        abi##width##_u8 upcall_pending; /* hypervisor sets, guest clears */ \
        abi##width##_u8 upcall_mask;    /* guest writes; hypervisor sets it when it enters a handler */ \
        abi##width##_word pending_sel;  /* hypervisor sets bits, guest exchanges with 0 */ \
        abi##width##_word cr2;          /* hypervisor writes: address of the last page fault */ \
        abi##width##_word pad[spare]; \
        abi##width##_vcpu_time_info time; /* hypervisor writes, sequence-locked by version */ \
    } abi##width##_vcpu_info;
ABI_SHARED_LAYOUT(32, 5)
ABI_SHARED_LAYOUT(64, 1)

typedef struct {
    abi32_vcpu_info vcpu_info[32];
    abi32_word evtchn_pending[32]; /* hypervisor sets bits, guest clears */
    abi32_word evtchn_mask[32];    /* guest writes */
    uint32_t wc_version, wc_sec, wc_nsec;
    abi32_word max_pfn, pfn_to_mfn_frame_list_list, nmi_reason;
    abi32_word p2m_cr3, p2m_vaddr, p2m_generation;
    uint32_t wc_sec_hi;
} abi32_shared_info;

typedef struct {
    abi64_vcpu_info vcpu_info[32];
    abi64_word evtchn_pending[64];
    abi64_word evtchn_mask[64];
    uint32_t wc_version, wc_sec, wc_nsec, wc_sec_hi;
    abi64_word max_pfn, pfn_to_mfn_frame_list_list, nmi_reason;
    abi64_word p2m_cr3, p2m_vaddr, p2m_generation;
} abi64_shared_info;

/* A multicall entry; its arguments are read one word at a time. */
typedef struct {
    abi32_word op, result, args[6];
} abi32_multicall_entry;
typedef struct {
    abi64_word op, result, args[6];
} abi64_multicall_entry;

#ifndef ABI_LAYOUTS_ONLY
/* The registers of a vCPU as VCPUOP_initialise and the control calls pass them. */
typedef struct {
    uint32_t bx, cx, dx, si, di, bp, ax;
    uint16_t error_code, entry_vector;
    uint32_t ip;
    uint16_t cs;
    uint8_t saved_upcall_mask, pad0;
    uint32_t flags, sp;
    uint16_t ss, pad1, es, pad2, ds, pad3, fs, pad4, gs, pad5;
} abi32_user_regs;

typedef struct {
    uint64_t r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
    uint32_t error_code, entry_vector;
    uint64_t ip;
    uint16_t cs, pad0[1];
    uint8_t saved_upcall_mask, pad1[3];
    uint64_t flags, sp;
    uint16_t ss, pad2[3], es, pad3[3], ds, pad4[3], fs, pad5[3], gs, pad6[3];
} abi64_user_regs;

typedef struct {
    abi32_entry event, failsafe;
} abi32_callbacks;
typedef struct {
    abi64_word event, failsafe, syscall;
} abi64_callbacks;
typedef struct {
    uint8_t none[0];
} abi32_bases;
typedef struct {
    abi64_u64 fs, gs_kernel, gs_user;
} abi64_bases;

/* A whole vCPU context; too large for a stack, so ring 0 reads it piece by piece. */
#define ABI_vcpu_guest_context(F, A) \
    A(u8, fpu_ctxt, 512, fpu_ctxt) F(word, flags, flags) F(user_regs, user_regs, user_regs) \
    A(trap_info, trap_ctxt, 256, trap_ctxt) F(word, ldt_base, ldt_base) \
    F(word, ldt_ents, ldt_ents) A(word, gdt_frames, 16, gdt_frames) F(word, gdt_ents, gdt_ents) \
    F(word, kernel_ss, kernel_ss) F(word, kernel_sp, kernel_sp) A(word, ctrlreg, 8, ctrlreg) \
    A(word, debugreg, 8, debugreg) F(callbacks, callbacks, event_callback_eip) \
    F(word, vm_assist, vm_assist) F(bases, bases, fs_base)
ABI_LAY_OUT(vcpu_guest_context)
_Static_assert(sizeof(abi32_vcpu_guest_context) == 0xaf0, "as the public header");
_Static_assert(sizeof(abi64_vcpu_guest_context) == 0x1430, "as the public header");

/* ---- Accessors. ------------------------------------------------------------------------ */

#define ABI_COPY_u8(to, from) (to) = (from)
#define ABI_COPY_u16(to, from) (to) = (from)
#define ABI_COPY_u32(to, from) (to) = (from)
#define ABI_COPY_u64(to, from) (to) = (from)
#define ABI_COPY_wide(to, from) (to) = (from)
#define ABI_WIDEN32_word(to, from) (to) = (from)
#define ABI_WIDEN32_addr(to, from) (to).va = (from)
#define ABI_WIDEN32_entry(to, from) ((to).cs = (uint16_t)(from).cs, (to).ip = (from).eip)
#define ABI_COPY_copy_end(to, from) \
    ((to).frame = (from).frame, (to).domid = (from).domid, (to).offset = (from).offset)
#define ABI_WIDEN32_copy_end ABI_COPY_copy_end
#define ABI_WIDEN64_copy_end ABI_COPY_copy_end
#define ABI_NARROW64_copy_end ABI_COPY_copy_end
#define ABI_NARROW32_copy_end(to, from) \
    ((to).frame = (uint32_t)(from).frame, (to).domid = (from).domid, (to).offset = (from).offset)
#define ABI_WIDEN64_word(to, from) (to) = (from)
#define ABI_WIDEN64_addr(to, from) (to).va = (from)
#define ABI_WIDEN64_entry(to, from) ((to).cs = 0, (to).ip = (from))
#define ABI_NARROW32_word(to, from) (to) = (uint32_t)(from)
#define ABI_NARROW32_addr(to, from) (to) = (uint32_t)(from).va
#define ABI_NARROW32_entry(to, from) ((to).cs = (from).cs, (to).eip = (uint32_t)(from).ip)
#define ABI_NARROW64_word(to, from) (to) = (from)
#define ABI_NARROW64_addr(to, from) (to) = (from).va
#define ABI_NARROW64_entry(to, from) (to) = (from).ip

#define ABI_WIDEN32_u8 ABI_COPY_u8
#define ABI_WIDEN32_u16 ABI_COPY_u16
#define ABI_WIDEN32_u32 ABI_COPY_u32
#define ABI_WIDEN32_u64 ABI_COPY_u64
#define ABI_WIDEN32_wide ABI_COPY_wide
#define ABI_WIDEN64_u8 ABI_COPY_u8
#define ABI_WIDEN64_u16 ABI_COPY_u16
#define ABI_WIDEN64_u32 ABI_COPY_u32
#define ABI_WIDEN64_u64 ABI_COPY_u64
#define ABI_WIDEN64_wide ABI_COPY_wide
#define ABI_NARROW32_u8 ABI_COPY_u8
#define ABI_NARROW32_u16 ABI_COPY_u16
#define ABI_NARROW32_u32 ABI_COPY_u32
#define ABI_NARROW32_u64 ABI_COPY_u64
#define ABI_NARROW32_wide ABI_COPY_wide
#define ABI_NARROW64_u8 ABI_COPY_u8
#define ABI_NARROW64_u16 ABI_COPY_u16
#define ABI_NARROW64_u32 ABI_COPY_u32
#define ABI_NARROW64_u64 ABI_COPY_u64
#define ABI_NARROW64_wide ABI_COPY_wide

#define ABI_EACH(n) for (unsigned i = 0; i < (n); i++)
#define ABI_W32(type, name, xen) ABI_WIDEN32_##type(to->name, from->name);
#define ABI_W32A(type, name, n, xen) ABI_EACH(n) ABI_WIDEN32_##type(to->name[i], from->name[i]);
#define ABI_W64(type, name, xen) ABI_WIDEN64_##type(to->name, from->name);
#define ABI_W64A(type, name, n, xen) ABI_EACH(n) ABI_WIDEN64_##type(to->name[i], from->name[i]);
#define ABI_N32(type, name, xen) ABI_NARROW32_##type(to->name, from->name);
#define ABI_N32A(type, name, n, xen) ABI_EACH(n) ABI_NARROW32_##type(to->name[i], from->name[i]);
#define ABI_N64(type, name, xen) ABI_NARROW64_##type(to->name, from->name);
#define ABI_N64A(type, name, n, xen) ABI_EACH(n) ABI_NARROW64_##type(to->name[i], from->name[i]);

#define ABI_ACCESSORS(S) \
    static inline void abi32_widen_##S(struct S *to, const abi32_##S *from) \
    { \
        ABI_##S(ABI_W32, ABI_W32A) \
    } \
    static inline void abi64_widen_##S(struct S *to, const abi64_##S *from) \
    { \
        ABI_##S(ABI_W64, ABI_W64A) \
    } \
    static inline void abi32_narrow_##S(abi32_##S *to, const struct S *from) \
    { \
        ABI_##S(ABI_N32, ABI_N32A) \
    } \
    static inline void abi64_narrow_##S(abi64_##S *to, const struct S *from) \
    { \
        ABI_##S(ABI_N64, ABI_N64A) \
    }

ABI_COPIED(ABI_ACCESSORS)

#endif /* ABI_LAYOUTS_ONLY */

#endif
