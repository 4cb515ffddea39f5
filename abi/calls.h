/* SPDX-License-Identifier: MIT */
#ifndef ABI_CALLS_H
#define ABI_CALLS_H
/*
 * The list of hypercalls: the first thing to read of the whole contract.
 *
 * One row a call. Everything that must know the set of calls expands this list: the dispatch
 * table in ring 0, the stubs of libhypercall, the trace decoder, the manual, the fuzzer and the
 * test that compares it with Xen's public headers. Adding a call is one row here and one
 * handler named call_<name> in the room that owns the matter.
 *
 * CALL(number, name, shape, who)
 *   number  the hypercall number: rax (64-bit guests) or eax (32-bit guests)
 *   name    Xen's name: the number equals __HYPERVISOR_<name> of the public headers
 *   shape   the arguments, one letter each, see below
 *   who     ANY: every domain; CONTROL: only the privileged first domain (others get EPERM)
 *
 * Shapes: 'w' is one machine word in one register; 'D' is a 64-bit value, which a 32-bit guest
 * passes in two registers, low half first. 'o' stands for "no argument".
 * Five registers hold arguments: ebx ecx edx esi edi (32-bit), rdi rsi rdx r10 r8 (64-bit).
 *
 * A number without a row answers -ENOSYS, as on every Xen that lacks that call.
 */
#define ABI_CALLS(CALL) \
    CALL(0,  set_trap_table,      w,     ANY) \
    CALL(1,  mmu_update,          wwww,  ANY) \
    CALL(2,  set_gdt,             ww,    ANY) \
    CALL(3,  stack_switch,        ww,    ANY) \
    CALL(4,  set_callbacks,       wwww,  ANY) \
    CALL(5,  fpu_taskswitch,      w,     ANY) \
    CALL(8,  set_debugreg,        ww,    ANY) \
    CALL(9,  get_debugreg,        w,     ANY) \
    CALL(10, update_descriptor,   DD,    ANY) \
    CALL(12, memory_op,           ww,    ANY) \
    CALL(13, multicall,           ww,    ANY) \
    CALL(14, update_va_mapping,   wDw,   ANY) \
    CALL(15, set_timer_op,        D,     ANY) \
    CALL(17, xen_version,         ww,    ANY) \
    CALL(18, console_io,          www,   ANY) \
    CALL(20, grant_table_op,      www,   ANY) \
    CALL(21, vm_assist,           ww,    ANY) \
    CALL(22, update_va_mapping_otherdomain, wDww, ANY) \
    CALL(23, iret,                o,     ANY) \
    CALL(24, vcpu_op,             www,   ANY) \
    CALL(25, set_segment_base,    ww,    ANY) \
    CALL(26, mmuext_op,           wwww,  ANY) \
    CALL(28, nmi_op,              ww,    ANY) \
    CALL(29, sched_op,            ww,    ANY) \
    CALL(30, callback_op,         ww,    ANY) \
    CALL(32, event_channel_op,    ww,    ANY) \
    CALL(33, physdev_op,          ww,    ANY) \
    CALL(35, sysctl,              w,     CONTROL) \
    CALL(36, domctl,              w,     CONTROL) \
    CALL(ABI_TORC_OP, torc_op,    ww,    ANY)

/*
 * Our own call sits in the architecture-specific range (arch_7), which Xen leaves unused on x86:
 * other hypervisors answer -ENOSYS there, and a guest that finds that goes on without it.
 */
#define ABI_TORC_OP 55

/* The dispatch table has this many rows; Xen's numbers end at 63 as well. */
#define ABI_CALLS_MAX 64

#define ABI_CALL_NUMBER(number, name, shape, who) ABI_CALL_##name = (number),
enum { ABI_CALLS(ABI_CALL_NUMBER) };

#endif
