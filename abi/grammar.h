/* SPDX-License-Identifier: MIT */
#ifndef ABI_GRAMMAR_H
#define ABI_GRAMMAR_H
/*
 * What a sensible call looks like: for each call and sub-operation, what kind of thing each argument
 * is, and each field of the structure that it points to. To be read as documentation; the fuzzer
 * (tests/fuzz/) draws its calls from it, good ones and such with one thing wrong.
 *
 * FORM(name, call, traits, (arguments), structure, (fields))
 *   arguments  one kind for each letter of the call's shape (calls.h); missing ones are 0
 *   structure  what G_IN and G_ARRAY point to (structs.h), or none
 *   fields     one kind for each field, in the structure's order
 *
 * Ports, frames, pins and mappings of grants are resources: some kinds produce one, others need one
 * that another call has produced. "Own" frames are those the guest keeps for play: data pages, page
 * tables of each level, descriptor pages, and spare frames that nothing maps.
 */
#define ABI_KINDS(K) \
    K(ZERO,       "0, or filled in by the hypervisor") \
    K(IS,         "just n: a command") \
    K(UP_TO,      "a number from 0 to n") \
    K(FLAGS,      "any of the bits n") \
    K(ANY,        "any word") \
    K(DOMID,      "this domain") \
    K(NOBODY,     "another domain: there is none") \
    K(VCPU,       "a vCPU of this domain") \
    K(THIS_VCPU,  "the calling vCPU") \
    K(OTHER_VCPU, "one that is not calling") \
    K(PORT,       "an open event port") \
    K(PORT_WAITS, "a port that waits for its other end, which is us") \
    K(PORT_MOVES, "a port whose vCPU can be chosen") \
    K(PORT_SENDS, "a port that one can send to") \
    K(PORT_GONE,  "an open event port; it is closed") \
    K(PORT_NEW,   "filled in: a new event port") \
    K(VIRQ,       "a virtual interrupt") \
    K(MYSELF,     "this domain, by its number") \
    K(REF,        "an entry that grants us a frame of our own") \
    K(MAPPED,     "where a granted frame is mapped; the next fields go with it") \
    K(BUS,        "its machine address, or 0") \
    K(HANDLE,     "its handle") \
    K(GRANT_FLAGS, "GNTMAP_ flags with one part at least, and n") \
    K(COPY_END,   "a frame of our own and an offset in it; n: by a reference") \
    K(STATUS,     "filled in: how it went") \
    K(TIME,       "a system time about now, or 0") \
    K(SOON,       "a system time some microseconds ahead") \
    K(PERIOD,     "a period, from one millisecond up") \
    K(VA,         "an address whose page table exists") \
    K(PTE,        "an entry of level 1") \
    K(ENTRY,      "an entry towards a table of level n") \
    K(SLOT,       "the machine address of an entry in a table of level n") \
    K(M2P_SLOT,   "the machine address of an own frame, with MMU_MACHPHYS_UPDATE") \
    K(FRAME,      "an own data frame") \
    K(INFO_FRAME, "a frame that is for vcpu_info") \
    K(PIN,        "an own table of level n, not pinned; it is then") \
    K(UNPIN,      "an own pinned table of level n; it is not afterwards") \
    K(BASE,       "the top-level table in use") \
    K(USER_BASE,  "a top-level table, or 0") \
    K(PFN,        "a page number of the guest's") \
    K(SPARE,      "an own frame that nothing refers to; it is given away") \
    K(DESC_FRAME, "an own frame of descriptors") \
    K(DESC_SLOT,  "the machine address of a descriptor") \
    K(DESCRIPTOR, "a descriptor that a guest may have") \
    K(LDT,        "an address at which a frame of descriptors is mapped") \
    K(CODE,       "an address of code") \
    K(SELECTOR,   "a code selector") \
    K(VECTOR,     "a vector that the guest has no use for") \
    K(FLUSH,      "UVMF_ flags, perhaps with a pointer to a set of vCPUs") \
    K(BASE_ADDRESS, "a segment base") \
    K(IN,         "pointer to the structure") \
    K(ARRAY,      "pointer to some of the structure") \
    K(LIST,       "pointer to some words of kind n") \
    K(LIST32,     "pointer to some 32-bit words of kind n") \
    K(PAIR,       "pointer to as many words of kind n as the list before") \
    K(LENGTH,     "how many there are in the last list or array") \
    K(DOMID_AT,   "pointer to a domain number") \
    K(OUT,        "pointer to n writable bytes") \
    K(OUT_OR_0,   "the same, or 0") \
    K(AREA_AT,    "pointer to the address of a writable area that stays") \
    K(BITS,       "pointer to a set of vCPUs, or of ports") \
    K(TEXT,       "pointer to text") \
    K(CONTEXT,    "pointer to a vCPU context") \
    K(CALLS,      "pointer to some multicall entries") \
    K(SIZE,       "the size of the structure")

#define ABI_KIND_ID(name, text) ABI_KIND_##name,
enum { ABI_KINDS(ABI_KIND_ID) ABI_KIND_MAX };

/* A kind with its n. */
#define G_N(kind, n) (ABI_KIND_##kind | (uint32_t)(n) << 8)
#define G_OF(kind)   G_N(kind, 0)
#define G_KIND(g)    ((g) & 0xff)
#define G_NUMBER(g)  ((g) >> 8)
#define G_IS(name)   G_N(IS, ABI_##name)

/* Traits. */
enum {
    GRAMMAR_PLAIN = 0,
    GRAMMAR_ONCE = 1,   /* succeeds a few times in the life of a domain */
    GRAMMAR_NEVER = 2,  /* no valid call exists: refused whatever the arguments */
    GRAMMAR_SLEEPS = 4, /* would sleep if its time were not good */
    GRAMMAR_MOVES = 8,  /* may change where exceptions or events enter the guest */
    GRAMMAR_COUNTS = 16, /* answers how many were done: success is all */
    GRAMMAR_64 = 32,    /* for 64-bit guests alone */
    GRAMMAR_WORD = 64,  /* its answer is any word, never an error */
    GRAMMAR_SELDOM = 128 /* ends what many others need */
};

#define G_EXTENDED (G_OF(ARRAY), G_OF(LENGTH), G_N(OUT, 4), G_OF(DOMID)), mmuext_op
#define G_GRANT(op) (G_IS(GNTTABOP_##op), G_OF(ARRAY), G_OF(LENGTH))
#define G_GRANT_ONE(op) (G_IS(GNTTABOP_##op), G_OF(IN), G_N(IS, 1))
#define G_PORT_OP(op) (G_IS(EVTCHNOP_##op), G_OF(IN)), evtchn_##op
#define G_MEMORY(op) (G_IS(XENMEM_##op), G_OF(IN))
#define G_RESERVATION(list) memory_reservation, \
    (list, G_OF(LENGTH), G_OF(ZERO), G_OF(ZERO), G_OF(DOMID))

#define ABI_GRAMMAR(FORM) \
    FORM(set_trap_table, set_trap_table, GRAMMAR_MOVES, (G_OF(ARRAY)), trap_info, \
         (G_OF(VECTOR), G_N(UP_TO, 7), G_OF(SELECTOR), G_OF(CODE))) \
    FORM(mmu_update_l1, mmu_update, 0, (G_OF(ARRAY), G_OF(LENGTH), G_N(OUT_OR_0, 4), G_OF(DOMID)), \
         mmu_update, (G_N(SLOT, 1), G_OF(PTE))) \
    FORM(mmu_update_l2, mmu_update, 0, (G_OF(ARRAY), G_OF(LENGTH), G_N(OUT_OR_0, 4), G_OF(DOMID)), \
         mmu_update, (G_N(SLOT, 2), G_N(ENTRY, 1))) \
    FORM(mmu_update_l3, mmu_update, 0, (G_OF(ARRAY), G_OF(LENGTH), G_N(OUT_OR_0, 4), G_OF(DOMID)), \
         mmu_update, (G_N(SLOT, 3), G_N(ENTRY, 2))) \
    FORM(mmu_update_l4, mmu_update, GRAMMAR_64, \
         (G_OF(ARRAY), G_OF(LENGTH), G_N(OUT_OR_0, 4), G_OF(DOMID)), \
         mmu_update, (G_N(SLOT, 4), G_N(ENTRY, 3))) \
    FORM(mmu_update_m2p, mmu_update, 0, (G_OF(ARRAY), G_OF(LENGTH), G_N(OUT_OR_0, 4), G_OF(DOMID)), \
         mmu_update, (G_OF(M2P_SLOT), G_OF(PFN))) \
    FORM(set_gdt, set_gdt, 0, (G_N(LIST, ABI_KIND_DESC_FRAME), G_N(UP_TO, 512)), none, (0)) \
    FORM(set_gdt_none, set_gdt, 0, (G_OF(ZERO), G_OF(ZERO)), none, (0)) \
    FORM(stack_switch, stack_switch, 0, (G_OF(SELECTOR), G_OF(VA)), none, (0)) \
    FORM(fpu_taskswitch, fpu_taskswitch, 0, (G_N(UP_TO, 1)), none, (0)) \
    FORM(set_debugreg, set_debugreg, 0, (G_N(UP_TO, 3), G_OF(VA)), none, (0)) \
    FORM(set_debugreg_control, set_debugreg, 0, (G_N(IS, 7), G_N(FLAGS, 0xff)), none, (0)) \
    FORM(get_debugreg, get_debugreg, GRAMMAR_WORD, (G_N(UP_TO, 3)), none, (0)) \
    FORM(update_descriptor, update_descriptor, 0, (G_OF(DESC_SLOT), G_OF(DESCRIPTOR)), none, (0)) \
    FORM(increase_reservation, memory_op, GRAMMAR_COUNTS, G_MEMORY(increase_reservation), \
         G_RESERVATION(G_N(LIST, ABI_KIND_ZERO))) \
    FORM(decrease_reservation, memory_op, GRAMMAR_COUNTS, G_MEMORY(decrease_reservation), \
         G_RESERVATION(G_N(LIST, ABI_KIND_SPARE))) \
    FORM(populate_physmap, memory_op, GRAMMAR_COUNTS, G_MEMORY(populate_physmap), \
         G_RESERVATION(G_N(LIST, ABI_KIND_PFN))) \
    FORM(exchange, memory_op, 0, G_MEMORY(exchange), memory_exchange, \
         (G_N(LIST, ABI_KIND_SPARE), G_OF(LENGTH), G_OF(ZERO), G_OF(ZERO), G_OF(DOMID), \
           G_N(PAIR, ABI_KIND_PFN), G_OF(LENGTH), G_OF(ZERO), G_OF(ZERO), G_OF(DOMID), G_OF(ZERO))) \
    FORM(maximum_ram_page, memory_op, 0, (G_IS(XENMEM_maximum_ram_page), G_OF(ZERO)), none, (0)) \
    FORM(current_reservation, memory_op, 0, (G_IS(XENMEM_current_reservation), G_OF(DOMID_AT)), \
         none, (0)) \
    FORM(maximum_reservation, memory_op, 0, (G_IS(XENMEM_maximum_reservation), G_OF(DOMID_AT)), \
         none, (0)) \
    FORM(maximum_gpfn, memory_op, 0, (G_IS(XENMEM_maximum_gpfn), G_OF(DOMID_AT)), none, (0)) \
    FORM(machphys_mfn_list, memory_op, 0, G_MEMORY(machphys_mfn_list), machphys_mfn_list, \
         (G_N(UP_TO, 4), G_N(OUT, 32), G_OF(ZERO))) \
    FORM(machphys_compat_mfn_list, memory_op, 0, G_MEMORY(machphys_compat_mfn_list), \
         machphys_mfn_list, (G_N(UP_TO, 4), G_N(OUT, 32), G_OF(ZERO))) \
    FORM(machphys_mapping, memory_op, 0, (G_IS(XENMEM_machphys_mapping), G_N(OUT, 24)), none, (0)) \
    FORM(machine_memory_map, memory_op, 0, G_MEMORY(machine_memory_map), memory_map, \
         (G_N(UP_TO, 64), G_N(OUT, 1300))) \
    FORM(memory_map, memory_op, GRAMMAR_NEVER, G_MEMORY(memory_map), memory_map, \
         (G_N(IS, 64), G_N(OUT, 1300))) \
    FORM(multicall, multicall, GRAMMAR_MOVES, (G_OF(CALLS), G_OF(LENGTH)), none, (0)) \
    FORM(update_va_mapping, update_va_mapping, 0, (G_OF(VA), G_OF(PTE), G_OF(FLUSH)), none, (0)) \
    FORM(update_va_mapping_otherdomain, update_va_mapping_otherdomain, 0, \
         (G_OF(VA), G_OF(PTE), G_OF(FLUSH), G_OF(DOMID)), none, (0)) \
    FORM(set_timer_op, set_timer_op, 0, (G_OF(TIME)), none, (0)) \
    FORM(xen_version, xen_version, 0, (G_IS(XENVER_version), G_OF(ZERO)), none, (0)) \
    FORM(extraversion, xen_version, 0, (G_IS(XENVER_extraversion), G_N(OUT, 16)), none, (0)) \
    FORM(compile_info, xen_version, 0, (G_IS(XENVER_compile_info), G_N(OUT, 144)), none, (0)) \
    FORM(capabilities, xen_version, 0, (G_IS(XENVER_capabilities), G_N(OUT, 1024)), none, (0)) \
    FORM(changeset, xen_version, 0, (G_IS(XENVER_changeset), G_N(OUT, 64)), none, (0)) \
    FORM(platform_parameters, xen_version, 0, (G_IS(XENVER_platform_parameters), G_N(OUT, 8)), none, \
         (0)) \
    FORM(get_features, xen_version, 0, (G_IS(XENVER_get_features), G_OF(IN)), feature_info, \
         (G_OF(ZERO), G_OF(ZERO))) \
    FORM(pagesize, xen_version, 0, (G_IS(XENVER_pagesize), G_OF(ZERO)), none, (0)) \
    FORM(guest_handle, xen_version, 0, (G_IS(XENVER_guest_handle), G_N(OUT, 16)), none, (0)) \
    FORM(commandline, xen_version, 0, (G_IS(XENVER_commandline), G_N(OUT, 1024)), none, (0)) \
    FORM(build_id, xen_version, GRAMMAR_NEVER, (G_IS(XENVER_build_id), G_N(OUT, 64)), none, (0)) \
    FORM(console_write, console_io, 0, (G_IS(CONSOLEIO_write), G_N(UP_TO, 1), G_OF(TEXT)), none, (0)) \
    FORM(console_read, console_io, 0, (G_IS(CONSOLEIO_read), G_N(UP_TO, 16), G_N(OUT, 16)), none, \
         (0)) \
    FORM(vm_assist_enable, vm_assist, 0, (G_IS(VMASST_CMD_enable), G_N(UP_TO, 3)), none, (0)) \
    FORM(vm_assist_disable, vm_assist, 0, (G_IS(VMASST_CMD_disable), G_N(UP_TO, 3)), none, (0)) \
    FORM(vcpu_initialise, vcpu_op, GRAMMAR_ONCE, \
         (G_IS(VCPUOP_initialise), G_OF(OTHER_VCPU), G_OF(CONTEXT)), none, (0)) \
    FORM(vcpu_up, vcpu_op, 0, (G_IS(VCPUOP_up), G_OF(VCPU), G_OF(ZERO)), none, (0)) \
    FORM(vcpu_down, vcpu_op, 0, (G_IS(VCPUOP_down), G_OF(OTHER_VCPU), G_OF(ZERO)), none, (0)) \
    FORM(vcpu_is_up, vcpu_op, 0, (G_IS(VCPUOP_is_up), G_OF(VCPU), G_OF(ZERO)), none, (0)) \
    FORM(get_runstate_info, vcpu_op, 0, \
         (G_IS(VCPUOP_get_runstate_info), G_OF(VCPU), G_N(OUT, 48)), none, (0)) \
    FORM(register_runstate_memory_area, vcpu_op, 0, \
         (G_IS(VCPUOP_register_runstate_memory_area), G_OF(VCPU), G_OF(AREA_AT)), none, (0)) \
    FORM(register_vcpu_time_memory_area, vcpu_op, 0, \
         (G_IS(VCPUOP_register_vcpu_time_memory_area), G_OF(VCPU), G_OF(AREA_AT)), none, (0)) \
    FORM(set_periodic_timer, vcpu_op, 0, \
         (G_IS(VCPUOP_set_periodic_timer), G_OF(VCPU), G_OF(IN)), vcpu_set_periodic_timer, \
         (G_OF(PERIOD))) \
    FORM(stop_periodic_timer, vcpu_op, 0, \
         (G_IS(VCPUOP_stop_periodic_timer), G_OF(VCPU), G_OF(ZERO)), none, (0)) \
    FORM(set_singleshot_timer, vcpu_op, 0, \
         (G_IS(VCPUOP_set_singleshot_timer), G_OF(THIS_VCPU), G_OF(IN)), \
         vcpu_set_singleshot_timer, (G_OF(TIME), G_OF(ZERO))) \
    FORM(stop_singleshot_timer, vcpu_op, 0, \
         (G_IS(VCPUOP_stop_singleshot_timer), G_OF(THIS_VCPU), G_OF(ZERO)), none, (0)) \
    FORM(register_vcpu_info, vcpu_op, GRAMMAR_ONCE, \
         (G_IS(VCPUOP_register_vcpu_info), G_OF(OTHER_VCPU), G_OF(IN)), \
         vcpu_register_vcpu_info, (G_OF(INFO_FRAME), G_N(FLAGS, 0xfc0), G_OF(ZERO))) \
    FORM(get_physid, vcpu_op, GRAMMAR_NEVER, \
         (G_IS(VCPUOP_get_physid), G_OF(VCPU), G_N(OUT, 8)), none, (0)) \
    FORM(set_segment_base, set_segment_base, GRAMMAR_64, (G_N(UP_TO, 2), G_OF(BASE_ADDRESS)), none, \
         (0)) \
    FORM(pin_l1, mmuext_op, 0, G_EXTENDED, (G_IS(MMUEXT_PIN_L1_TABLE), G_N(PIN, 1), G_OF(ZERO))) \
    FORM(pin_l2, mmuext_op, 0, G_EXTENDED, (G_IS(MMUEXT_PIN_L2_TABLE), G_N(PIN, 2), G_OF(ZERO))) \
    FORM(pin_l3, mmuext_op, 0, G_EXTENDED, (G_IS(MMUEXT_PIN_L3_TABLE), G_N(PIN, 3), G_OF(ZERO))) \
    FORM(pin_l4, mmuext_op, GRAMMAR_64, G_EXTENDED, \
         (G_IS(MMUEXT_PIN_L4_TABLE), G_N(PIN, 4), G_OF(ZERO))) \
    FORM(unpin_l1, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_UNPIN_TABLE), G_N(UNPIN, 1), G_OF(ZERO))) \
    FORM(unpin_l2, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_UNPIN_TABLE), G_N(UNPIN, 2), G_OF(ZERO))) \
    FORM(unpin_l3, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_UNPIN_TABLE), G_N(UNPIN, 3), G_OF(ZERO))) \
    FORM(unpin_l4, mmuext_op, GRAMMAR_64, G_EXTENDED, \
         (G_IS(MMUEXT_UNPIN_TABLE), G_N(UNPIN, 4), G_OF(ZERO))) \
    FORM(new_baseptr, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_NEW_BASEPTR), G_OF(BASE), G_OF(ZERO))) \
    FORM(new_user_baseptr, mmuext_op, GRAMMAR_64, G_EXTENDED, \
         (G_IS(MMUEXT_NEW_USER_BASEPTR), G_OF(USER_BASE), G_OF(ZERO))) \
    FORM(tlb_flush_local, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_TLB_FLUSH_LOCAL), G_OF(ZERO), G_OF(ZERO))) \
    FORM(invlpg_local, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_INVLPG_LOCAL), G_OF(VA), G_OF(ZERO))) \
    FORM(tlb_flush_multi, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_TLB_FLUSH_MULTI), G_OF(ZERO), G_OF(BITS))) \
    FORM(invlpg_multi, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_INVLPG_MULTI), G_OF(VA), G_OF(BITS))) \
    FORM(tlb_flush_all, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_TLB_FLUSH_ALL), G_OF(ZERO), G_OF(ZERO))) \
    FORM(invlpg_all, mmuext_op, 0, G_EXTENDED, (G_IS(MMUEXT_INVLPG_ALL), G_OF(VA), G_OF(ZERO))) \
    FORM(flush_cache, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_FLUSH_CACHE), G_OF(ZERO), G_OF(ZERO))) \
    FORM(flush_cache_global, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_FLUSH_CACHE_GLOBAL), G_OF(ZERO), G_OF(ZERO))) \
    FORM(set_ldt, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_SET_LDT), G_OF(LDT), G_N(UP_TO, 512))) \
    FORM(clear_page, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_CLEAR_PAGE), G_OF(FRAME), G_OF(ZERO))) \
    FORM(copy_page, mmuext_op, 0, G_EXTENDED, \
         (G_IS(MMUEXT_COPY_PAGE), G_OF(FRAME), G_OF(FRAME))) \
    FORM(mark_super, mmuext_op, GRAMMAR_NEVER, G_EXTENDED, \
         (G_IS(MMUEXT_MARK_SUPER), G_OF(FRAME), G_OF(ZERO))) \
    FORM(yield, sched_op, 0, (G_IS(SCHEDOP_yield), G_OF(ZERO)), none, (0)) \
    FORM(block, sched_op, GRAMMAR_SLEEPS, (G_IS(SCHEDOP_block), G_OF(ZERO)), none, (0)) \
    FORM(poll, sched_op, GRAMMAR_SLEEPS, (G_IS(SCHEDOP_poll), G_OF(IN)), sched_poll, \
         (G_N(LIST32, ABI_KIND_PORT), G_OF(LENGTH), G_OF(SOON))) \
    FORM(shutdown_code, sched_op, 0, (G_IS(SCHEDOP_shutdown_code), G_OF(IN)), sched_shutdown, \
         (G_N(UP_TO, 5))) \
    FORM(remote_shutdown, sched_op, GRAMMAR_NEVER, (G_IS(SCHEDOP_remote_shutdown), G_OF(IN)), \
         sched_remote_shutdown, (G_OF(NOBODY), G_N(UP_TO, 5))) \
    FORM(callback_register, callback_op, GRAMMAR_MOVES, \
         (G_IS(CALLBACKOP_register), G_OF(IN)), callback_register, \
         (G_N(UP_TO, 1), G_N(FLAGS, 1), G_OF(CODE))) \
    FORM(callback_register_nmi, callback_op, GRAMMAR_MOVES, \
         (G_IS(CALLBACKOP_register), G_OF(IN)), callback_register, \
         (G_IS(CALLBACKTYPE_nmi), G_N(FLAGS, 1), G_OF(CODE))) \
    FORM(callback_unregister, callback_op, GRAMMAR_MOVES, \
         (G_IS(CALLBACKOP_unregister), G_OF(IN)), callback_unregister, \
         (G_IS(CALLBACKTYPE_nmi), G_OF(ZERO))) \
    FORM(grant_map, grant_table_op, 0, G_GRANT(map_grant_ref), gnttab_map_grant_ref, \
         (G_OF(VA), G_OF(GRANT_FLAGS), G_OF(REF), G_OF(MYSELF), G_OF(STATUS), G_OF(ZERO), \
          G_OF(ZERO))) \
    FORM(grant_map_entry, grant_table_op, 0, G_GRANT(map_grant_ref), gnttab_map_grant_ref, \
         (G_N(SLOT, 1), G_N(GRANT_FLAGS, ABI_GNTMAP_contains_pte), G_OF(REF), G_OF(MYSELF), \
          G_OF(STATUS), G_OF(ZERO), G_OF(ZERO))) \
    FORM(grant_unmap, grant_table_op, 0, G_GRANT(unmap_grant_ref), gnttab_unmap_grant_ref, \
         (G_OF(MAPPED), G_OF(BUS), G_OF(HANDLE), G_OF(STATUS))) \
    FORM(grant_replace, grant_table_op, 0, G_GRANT(unmap_and_replace), gnttab_unmap_and_replace, \
         (G_OF(MAPPED), G_OF(VA), G_OF(HANDLE), G_OF(STATUS))) \
    FORM(grant_copy, grant_table_op, 0, G_GRANT(copy), gnttab_copy, \
         (G_N(COPY_END, 0), G_N(COPY_END, 0), G_N(UP_TO, 2048), G_OF(ZERO), G_OF(STATUS))) \
    FORM(grant_copy_in, grant_table_op, 0, G_GRANT(copy), gnttab_copy, \
         (G_N(COPY_END, 1), G_N(COPY_END, 0), G_N(UP_TO, 2048), G_IS(GNTCOPY_source_gref), \
          G_OF(STATUS))) \
    FORM(grant_copy_out, grant_table_op, 0, G_GRANT(copy), gnttab_copy, \
         (G_N(COPY_END, 0), G_N(COPY_END, 1), G_N(UP_TO, 2048), G_IS(GNTCOPY_dest_gref), \
          G_OF(STATUS))) \
    FORM(grant_setup_table, grant_table_op, 0, G_GRANT_ONE(setup_table), gnttab_setup_table, \
         (G_OF(DOMID), G_N(UP_TO, 4), G_OF(STATUS), G_N(OUT, 32))) \
    FORM(grant_query_size, grant_table_op, 0, G_GRANT_ONE(query_size), gnttab_query_size, \
         (G_OF(DOMID), G_OF(ZERO), G_OF(ZERO), G_OF(STATUS))) \
    FORM(grant_set_version, grant_table_op, 0, G_GRANT_ONE(set_version), gnttab_set_version, \
         (G_N(IS, 1))) \
    FORM(grant_get_version, grant_table_op, 0, G_GRANT_ONE(get_version), gnttab_get_version, \
         (G_OF(DOMID), G_OF(ZERO), G_OF(ZERO))) \
    FORM(grant_transfer, grant_table_op, GRAMMAR_NEVER, G_GRANT(transfer), gnttab_transfer, \
         (G_OF(SPARE), G_OF(MYSELF), G_OF(REF), G_OF(STATUS))) \
    FORM(grant_swap, grant_table_op, GRAMMAR_NEVER, G_GRANT(swap_grant_ref), gnttab_swap_grant_ref, \
         (G_OF(REF), G_OF(REF), G_OF(STATUS))) \
    FORM(grant_cache_flush, grant_table_op, GRAMMAR_NEVER, G_GRANT(cache_flush), \
         gnttab_cache_flush, (G_OF(ANY), G_N(UP_TO, 4095), G_N(UP_TO, 4096), G_N(FLAGS, 3))) \
    FORM(bind_interdomain, event_channel_op, 0, G_PORT_OP(bind_interdomain), \
         (G_OF(DOMID), G_OF(PORT_WAITS), G_OF(PORT_NEW))) \
    FORM(bind_virq, event_channel_op, 0, G_PORT_OP(bind_virq), \
         (G_OF(VIRQ), G_OF(THIS_VCPU), G_OF(PORT_NEW))) \
    FORM(bind_pirq, event_channel_op, GRAMMAR_NEVER, G_PORT_OP(bind_pirq), \
         (G_N(UP_TO, 16), G_N(FLAGS, 1), G_OF(PORT_NEW))) \
    FORM(close, event_channel_op, 0, G_PORT_OP(close), (G_OF(PORT_GONE))) \
    FORM(send, event_channel_op, 0, G_PORT_OP(send), (G_OF(PORT_SENDS))) \
    FORM(status, event_channel_op, 0, G_PORT_OP(status), (G_OF(DOMID), G_OF(PORT), G_OF(ZERO))) \
    FORM(alloc_unbound, event_channel_op, 0, G_PORT_OP(alloc_unbound), \
         (G_OF(DOMID), G_OF(DOMID), G_OF(PORT_NEW))) \
    FORM(bind_ipi, event_channel_op, 0, G_PORT_OP(bind_ipi), (G_OF(VCPU), G_OF(PORT_NEW))) \
    FORM(bind_vcpu, event_channel_op, 0, G_PORT_OP(bind_vcpu), (G_OF(PORT_MOVES), G_OF(VCPU))) \
    FORM(unmask, event_channel_op, 0, G_PORT_OP(unmask), (G_OF(PORT))) \
    FORM(reset, event_channel_op, GRAMMAR_SELDOM, G_PORT_OP(reset), (G_OF(DOMID))) \
    FORM(init_control, event_channel_op, GRAMMAR_NEVER, G_PORT_OP(init_control), \
         (G_OF(FRAME), G_N(FLAGS, 0xf00), G_OF(VCPU), G_OF(ZERO))) \
    FORM(expand_array, event_channel_op, GRAMMAR_NEVER, G_PORT_OP(expand_array), (G_OF(FRAME))) \
    FORM(set_priority, event_channel_op, GRAMMAR_NEVER, G_PORT_OP(set_priority), \
         (G_OF(PORT), G_N(UP_TO, 15))) \
    FORM(set_iopl, physdev_op, 0, (G_IS(PHYSDEVOP_set_iopl), G_OF(IN)), physdev_set_iopl, \
         (G_N(UP_TO, 3))) \
    FORM(set_iobitmap, physdev_op, 0, (G_IS(PHYSDEVOP_set_iobitmap), G_OF(IN)), \
         physdev_set_iobitmap, (G_OF(BITS), G_N(UP_TO, 64))) \
    FORM(torc_counters, torc_op, 0, (G_N(IS, ABI_TORC_OP_counters), G_OF(IN)), torc_counters, \
         (G_OF(SIZE))) \
    FORM(torc_last_refusal, torc_op, 0, (G_N(IS, ABI_TORC_OP_last_refusal), G_OF(ZERO)), none, (0))

/* What is not drawn, and why. */
#define ABI_NOT_DRAWN(NOT) \
    NOT(set_callbacks, "its three or four words are what callback_op sets one by one") \
    NOT(domctl, "no rows yet: they need a second domain to act on") \
    NOT(sysctl, "no rows yet") \
    NOT(iret, "takes its frame from the stack and does not return: tests/guest/hostile_iret.c")

#endif
