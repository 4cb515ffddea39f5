/* SPDX-License-Identifier: MIT */
/*
 * Where a guest says what it wants to be entered at: exceptions (set_trap_table), events and
 * failures (set_callbacks, callback_op), and on which stack (stack_switch).
 */
#include "call/call.h"
#include "call/guest.h"
#include "pv/pv.h"

#define TRAP_FLAGS_KNOWN (TRAP_DPL | TRAP_MASK)

static bool code_address_ok(const struct vcpu *v, u64 address)
{
    return v->domain->width == WIDTH_32 ? address <= 0xffffffff
                                        : guest_range_ok(v, GADDR(address), 1);
}

/*
 * set_trap_table(traps): entries until one with address 0; a null pointer clears all 256.
 * EFAULT, EINVAL (TRAP_ADDRESS). Entries before a bad one stay, as on Xen.
 */
long call_set_trap_table(struct vcpu *v, u64 traps)
{
    u64 size = guest_sizeof(v, trap_info);

    if (!traps) {
        for (u32 i = 0; i < 256; i++)
            v->traps[i] = (struct entry_point){0};
        return 0;
    }
    for (u32 i = 0; i <= 256; i++) {
        struct trap_info t;
        if (!guest_read_trap_info(v, &t, gaddr_add(GADDR(traps), i * size)))
            return refuse(v, REASON_POINTER_UNREADABLE, traps);
        if (!t.address)
            break;
        if (!code_address_ok(v, t.address))
            return refuse(v, REASON_TRAP_ADDRESS, t.address);
        v->traps[t.vector] = (struct entry_point){.ip = t.address,
                                                  .cs = pv_fix_code_selector(v, t.cs),
                                                  .flags = t.flags & TRAP_FLAGS_KNOWN,
                                                  .is_set = true};
    }
    return 0;
}

static long set_callback(struct vcpu *v, struct entry_point *to, const abi_entry *at, u8 flags)
{
    if (!code_address_ok(v, at->ip))
        return refuse(v, REASON_TRAP_ADDRESS, at->ip);
    *to = (struct entry_point){
        .ip = at->ip, .cs = pv_fix_code_selector(v, at->cs), .flags = flags, .is_set = at->ip != 0};
    return 0;
}

static struct entry_point *callback_by_type(struct vcpu *v, u32 type)
{
    switch (type) {
    case ABI_CALLBACKTYPE_event:
        return &v->event;
    case ABI_CALLBACKTYPE_failsafe:
        return &v->failsafe;
    case ABI_CALLBACKTYPE_syscall:
        return v->domain->width == WIDTH_64 ? &v->syscall : NULL;
    case ABI_CALLBACKTYPE_syscall32:
        return &v->syscall32;
    case ABI_CALLBACKTYPE_sysenter:
        return &v->sysenter;
    case ABI_CALLBACKTYPE_nmi:
        return &v->traps[VECTOR_NMI];
    }
    return NULL;
}

static long callback_register(struct vcpu *v, u64 arg)
{
    struct callback_register reg;

    READ_OR_REFUSE(v, callback_register, &reg, GADDR(arg));
    struct entry_point *to = callback_by_type(v, reg.type);
    if (!to)
        return refuse(v, REASON_CALLBACK_TYPE, reg.type);
    return set_callback(v, to, &reg.address, reg.flags & ABI_CALLBACKF_mask_events ? TRAP_MASK : 0);
}

/* Only the NMI callback can be unregistered; the others can be replaced. */
static long callback_unregister(struct vcpu *v, u64 arg)
{
    struct callback_unregister reg;

    READ_OR_REFUSE(v, callback_unregister, &reg, GADDR(arg));
    struct entry_point *to = callback_by_type(v, reg.type);
    if (!to)
        return refuse(v, REASON_CALLBACK_TYPE, reg.type);
    if (to != &v->traps[VECTOR_NMI])
        return refuse(v, REASON_CALLBACK_STAYS, reg.type);
    to->is_set = false;
    return 0;
}

/* callback_op(command, arg): CALLBACKOP_register and _unregister. */
long call_callback_op(struct vcpu *v, u64 command, u64 arg)
{
    switch (command) {
    case ABI_CALLBACKOP_register:
        return callback_register(v, arg);
    case ABI_CALLBACKOP_unregister:
        return callback_unregister(v, arg);
    }
    return refuse(v, v->domain->width == WIDTH_32 ? REASON_SUBOP_INVALID : REASON_SUBOP_UNKNOWN,
                  command); /* as on Xen */
}

/*
 * set_callbacks, the older form. 32-bit: event cs, event eip, failsafe cs, failsafe eip;
 * 64-bit: event, failsafe, syscall.
 */
long call_set_callbacks(struct vcpu *v, u64 a, u64 b, u64 c, u64 d)
{
    bool wide = v->domain->width == WIDTH_64;
    abi_entry event = {wide ? 0 : (u16)a, wide ? a : b};
    abi_entry failsafe = {wide ? 0 : (u16)c, wide ? b : d}, syscall = {0, c};
    long rc = set_callback(v, &v->event, &event, 0);

    if (!rc)
        rc = set_callback(v, &v->failsafe, &failsafe, 0);
    return rc || !wide ? rc : set_callback(v, &v->syscall, &syscall, 0);
}

/* nmi_op(command, arg): the older form of the NMI callback. */
long call_nmi_op(struct vcpu *v, u64 command, u64 arg)
{
    abi_entry at = {.cs = ABI_FLAT_RING1_CS32};

    switch ((u32)command) {
    case ABI_XENNMI_register_callback:
        if (!guest_read_word(v, &at.ip, GADDR(arg), 0))
            return refuse(v, REASON_POINTER_UNREADABLE, arg);
        return set_callback(v, &v->traps[VECTOR_NMI], &at, 0);
    case ABI_XENNMI_unregister_callback:
        v->traps[VECTOR_NMI].is_set = false;
        return 0;
    }
    return refuse(v, REASON_SUBOP_UNKNOWN, command);
}

/* stack_switch(ss, sp): the stack on which handlers start that interrupt a program. */
long call_stack_switch(struct vcpu *v, u64 ss, u64 sp)
{
    if (v->domain->width == WIDTH_64 && !guest_range_ok(v, GADDR(sp), 0))
        return refuse(v, REASON_STACK_SELECTOR, sp);
    v->kernel_ss = pv_fix_stack_selector(v, (u16)ss);
    v->kernel_sp = sp;
    return 0;
}
