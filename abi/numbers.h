/* SPDX-License-Identifier: MIT */
#ifndef ABI_NUMBERS_H
#define ABI_NUMBERS_H
/*
 * Sub-operations, flags and limits: every plain number of the contract. The name after the
 * prefix ABI_ is the name in Xen's public headers, and tests/host proves that the two agree.
 */
#define ABI_SUBOPS(N) \
    N(MMU_NORMAL_PT_UPDATE, 0)        N(MMU_MACHPHYS_UPDATE, 1) \
    N(MMU_PT_UPDATE_PRESERVE_AD, 2)   N(MMU_PT_UPDATE_NO_TRANSLATE, 3) \
    N(MMUEXT_PIN_L1_TABLE, 0)         N(MMUEXT_PIN_L2_TABLE, 1) \
    N(MMUEXT_PIN_L3_TABLE, 2)         N(MMUEXT_PIN_L4_TABLE, 3) \
    N(MMUEXT_UNPIN_TABLE, 4)          N(MMUEXT_NEW_BASEPTR, 5) \
    N(MMUEXT_TLB_FLUSH_LOCAL, 6)      N(MMUEXT_INVLPG_LOCAL, 7) \
    N(MMUEXT_TLB_FLUSH_MULTI, 8)      N(MMUEXT_INVLPG_MULTI, 9) \
    N(MMUEXT_TLB_FLUSH_ALL, 10)       N(MMUEXT_INVLPG_ALL, 11) \
    N(MMUEXT_FLUSH_CACHE, 12)         N(MMUEXT_SET_LDT, 13) \
    N(MMUEXT_NEW_USER_BASEPTR, 15)    N(MMUEXT_CLEAR_PAGE, 16) \
    N(MMUEXT_COPY_PAGE, 17)           N(MMUEXT_FLUSH_CACHE_GLOBAL, 18) \
    N(MMUEXT_MARK_SUPER, 19)          N(MMUEXT_UNMARK_SUPER, 20) \
    N(XENMEM_increase_reservation, 0) N(XENMEM_decrease_reservation, 1) \
    N(XENMEM_maximum_ram_page, 2)     N(XENMEM_current_reservation, 3) \
    N(XENMEM_maximum_reservation, 4)  N(XENMEM_machphys_mfn_list, 5) \
    N(XENMEM_populate_physmap, 6)     N(XENMEM_memory_map, 9) \
    N(XENMEM_machine_memory_map, 10)  N(XENMEM_exchange, 11) \
    N(XENMEM_machphys_mapping, 12)    N(XENMEM_set_memory_map, 13) \
    N(XENMEM_maximum_gpfn, 14) \
    N(XENMEM_machphys_compat_mfn_list, 25) \
    N(EVTCHNOP_bind_interdomain, 0)   N(EVTCHNOP_bind_virq, 1) \
    N(EVTCHNOP_bind_pirq, 2)          N(EVTCHNOP_close, 3) \
    N(EVTCHNOP_send, 4)               N(EVTCHNOP_status, 5) \
    N(EVTCHNOP_alloc_unbound, 6)      N(EVTCHNOP_bind_ipi, 7) \
    N(EVTCHNOP_bind_vcpu, 8)          N(EVTCHNOP_unmask, 9) \
    N(EVTCHNOP_reset, 10)             N(EVTCHNOP_init_control, 11) \
    N(EVTCHNOP_expand_array, 12)      N(EVTCHNOP_set_priority, 13) \
    N(SCHEDOP_yield, 0)               N(SCHEDOP_block, 1) \
    N(SCHEDOP_shutdown, 2)            N(SCHEDOP_poll, 3) \
    N(SCHEDOP_remote_shutdown, 4)     N(SCHEDOP_shutdown_code, 5) \
    N(SCHEDOP_watchdog, 6)            N(SCHEDOP_pin_override, 7) \
    N(VCPUOP_initialise, 0)           N(VCPUOP_up, 1) \
    N(VCPUOP_down, 2)                 N(VCPUOP_is_up, 3) \
    N(VCPUOP_get_runstate_info, 4)    N(VCPUOP_register_runstate_memory_area, 5) \
    N(VCPUOP_set_periodic_timer, 6)   N(VCPUOP_stop_periodic_timer, 7) \
    N(VCPUOP_set_singleshot_timer, 8) N(VCPUOP_stop_singleshot_timer, 9) \
    N(VCPUOP_register_vcpu_info, 10)  N(VCPUOP_send_nmi, 11) \
    N(VCPUOP_get_physid, 12)          N(VCPUOP_register_vcpu_time_memory_area, 13) \
    N(XENVER_version, 0)              N(XENVER_extraversion, 1) \
    N(XENVER_compile_info, 2)         N(XENVER_capabilities, 3) \
    N(XENVER_changeset, 4)            N(XENVER_platform_parameters, 5) \
    N(XENVER_get_features, 6)         N(XENVER_pagesize, 7) \
    N(XENVER_guest_handle, 8)         N(XENVER_commandline, 9) \
    N(XENVER_build_id, 10) \
    N(XEN_DOMCTL_createdomain, 1)     N(XEN_DOMCTL_destroydomain, 2) \
    N(XEN_DOMCTL_pausedomain, 3)      N(XEN_DOMCTL_unpausedomain, 4) \
    N(XEN_DOMCTL_getdomaininfo, 5)    N(XEN_DOMCTL_setvcpuaffinity, 9) \
    N(XEN_DOMCTL_max_mem, 11)         N(XEN_DOMCTL_setvcpucontext, 12) \
    N(XEN_DOMCTL_getvcpucontext, 13)  N(XEN_DOMCTL_getvcpuinfo, 14) \
    N(XEN_DOMCTL_max_vcpus, 15)       N(XEN_DOMCTL_scheduler_op, 16) \
    N(XEN_DOMCTL_setdomainhandle, 17) N(XEN_DOMCTL_hypercall_init, 22) \
    N(XEN_DOMCTL_getvcpuaffinity, 25) N(XEN_DOMCTL_resumedomain, 27) \
    N(XEN_DOMCTL_set_address_size, 35) N(XEN_DOMCTL_get_address_size, 36) \
    N(XEN_DOMCTL_getpageframeinfo3, 61) \
    N(XEN_SYSCTL_readconsole, 1)      N(XEN_SYSCTL_physinfo, 3) \
    N(XEN_SYSCTL_sched_id, 4)         N(XEN_SYSCTL_getdomaininfolist, 6) \
    N(CONSOLEIO_write, 0)             N(CONSOLEIO_read, 1) \
    N(CALLBACKOP_register, 0)         N(CALLBACKOP_unregister, 1) \
    N(GNTTABOP_map_grant_ref, 0)      N(GNTTABOP_unmap_grant_ref, 1) \
    N(GNTTABOP_setup_table, 2)        N(GNTTABOP_dump_table, 3) \
    N(GNTTABOP_transfer, 4)           N(GNTTABOP_copy, 5) \
    N(GNTTABOP_query_size, 6)         N(GNTTABOP_unmap_and_replace, 7) \
    N(GNTTABOP_set_version, 8)        N(GNTTABOP_get_status_frames, 9) \
    N(GNTTABOP_get_version, 10)       N(GNTTABOP_swap_grant_ref, 11) \
    N(GNTTABOP_cache_flush, 12) \
    N(XENNMI_register_callback, 0)    N(XENNMI_unregister_callback, 1) \
    N(PHYSDEVOP_set_iopl, 6)          N(PHYSDEVOP_set_iobitmap, 7) \
    N(PHYSDEVOP_pci_device_add, 25)   N(PHYSDEVOP_pci_device_remove, 26)

#define ABI_FLAGS(N) \
    N(UVMF_NONE, 0)                   N(UVMF_TLB_FLUSH, 1) \
    N(UVMF_INVLPG, 2)                 N(UVMF_FLUSHTYPE_MASK, 3) \
    N(UVMF_LOCAL, 0)                  N(UVMF_ALL, 4) \
    N(VIRQ_TIMER, 0)                  N(VIRQ_DEBUG, 1) \
    N(VIRQ_CONSOLE, 2)                N(VIRQ_DOM_EXC, 3) \
    N(VIRQ_TBUF, 4)                   N(VIRQ_DEBUGGER, 6) \
    N(VIRQ_XENOPROF, 7)               N(VIRQ_CON_RING, 8) \
    N(VIRQ_PCPU_STATE, 9)             N(VIRQ_MEM_EVENT, 10) \
    N(VIRQ_ARGO, 11)                  N(VIRQ_ENOMEM, 12) \
    N(VIRQ_XENPMU, 13)                N(VIRQ_ARCH_0, 16) \
    N(NR_VIRQS, 24) \
    N(EVTCHNSTAT_closed, 0)           N(EVTCHNSTAT_unbound, 1) \
    N(EVTCHNSTAT_interdomain, 2)      N(EVTCHNSTAT_pirq, 3) \
    N(EVTCHNSTAT_virq, 4)             N(EVTCHNSTAT_ipi, 5) \
    N(SHUTDOWN_poweroff, 0)           N(SHUTDOWN_reboot, 1) \
    N(SHUTDOWN_suspend, 2)            N(SHUTDOWN_crash, 3) \
    N(SHUTDOWN_watchdog, 4)           N(SHUTDOWN_soft_reset, 5) \
    N(SHUTDOWN_MAX, 5) \
    N(CALLBACKTYPE_event, 0)          N(CALLBACKTYPE_failsafe, 1) \
    N(CALLBACKTYPE_syscall, 2)        N(CALLBACKTYPE_sysenter_deprecated, 3) \
    N(CALLBACKTYPE_nmi, 4)            N(CALLBACKTYPE_sysenter, 5) \
    N(CALLBACKTYPE_syscall32, 7)      N(CALLBACKF_mask_events, 1) \
    N(VMASST_CMD_enable, 0)           N(VMASST_CMD_disable, 1) \
    N(VMASST_TYPE_4gb_segments, 0)    N(VMASST_TYPE_4gb_segments_notify, 1) \
    N(VMASST_TYPE_writable_pagetables, 2) N(VMASST_TYPE_pae_extended_cr3, 3) \
    N(VMASST_TYPE_architectural_iopl, 4) N(VMASST_TYPE_runstate_update_flag, 5) \
    N(VMASST_TYPE_m2p_strict, 32) \
    N(DOMID_FIRST_RESERVED, 0x7ff0)   N(DOMID_SELF, 0x7ff0) \
    N(DOMID_IO, 0x7ff1)               N(DOMID_XEN, 0x7ff2) \
    N(DOMID_COW, 0x7ff3)              N(DOMID_INVALID, 0x7ff4) \
    N(DOMID_IDLE, 0x7fff)             N(DOMID_MASK, 0x7fff) \
    N(SIF_PRIVILEGED, 1)              N(SIF_INITDOMAIN, 2) \
    N(SIF_MULTIBOOT_MOD, 4)           N(SIF_MOD_START_PFN, 8) \
    N(VGCF_I387_VALID, 1)             N(VGCF_IN_KERNEL, 4) \
    N(VGCF_failsafe_disables_events, 8) N(VGCF_syscall_disables_events, 16) \
    N(VGCF_online, 32) \
    N(XEN_NMIREASON_io_error, 1)      N(XEN_NMIREASON_pci_serr, 2) \
    N(XEN_NMIREASON_unknown, 4) \
    N(RUNSTATE_running, 0)            N(RUNSTATE_runnable, 1) \
    N(RUNSTATE_blocked, 2)            N(RUNSTATE_offline, 3) \
    N(XENFEAT_writable_page_tables, 0) N(XENFEAT_writable_descriptor_tables, 1) \
    N(XENFEAT_auto_translated_physmap, 2) N(XENFEAT_supervisor_mode_kernel, 3) \
    N(XENFEAT_pae_pgdir_above_4gb, 4) N(XENFEAT_mmu_pt_update_preserve_ad, 5) \
    N(XENFEAT_highmem_assist, 6)      N(XENFEAT_gnttab_map_avail_bits, 7) \
    N(XENFEAT_dom0, 11)               N(XENFEAT_direct_mapped, 17) \
    N(GTF_invalid, 0)                 N(GTF_permit_access, 1) \
    N(GTF_accept_transfer, 2)         N(GTF_transitive, 3) \
    N(GTF_type_mask, 3)               N(GTF_readonly, 4) \
    N(GTF_reading, 8)                 N(GTF_writing, 16) \
    N(GTF_sub_page, 256) \
    N(GNTMAP_device_map, 1)           N(GNTMAP_host_map, 2) \
    N(GNTMAP_readonly, 4)             N(GNTMAP_application_map, 8) \
    N(GNTMAP_contains_pte, 16)        N(GNTMAP_guest_avail_mask, 0xffff0000u) \
    N(GNTCOPY_source_gref, 1)         N(GNTCOPY_dest_gref, 2) \
    N(GNTTAB_CACHE_CLEAN, 1)          N(GNTTAB_CACHE_INVAL, 2) \
    N(GNTTAB_CACHE_SOURCE_GREF, 0x80000000u) \
    N(GNTTAB_NR_RESERVED_ENTRIES, 8)  N(GNTTAB_RESERVED_CONSOLE, 0) \
    N(GNTTAB_RESERVED_XENSTORE, 1) \
    N(XEN_DOMCTL_INTERFACE_VERSION, 0x15) N(XEN_SYSCTL_INTERFACE_VERSION, 0x15) \
    N(XEN_DOMCTL_CDF_xs_domain, 16)   N(XEN_DOMINF_dying, 1) \
    N(XEN_DOMINF_shutdown, 4)         N(XEN_DOMINF_paused, 8) \
    N(XEN_DOMINF_blocked, 16)         N(XEN_DOMINF_running, 32) \
    N(XEN_DOMINF_xs_domain, 128)      N(XEN_DOMINF_shutdownshift, 16) \
    N(XEN_INVALID_MAX_VCPU_ID, 0xffffffff) \
    N(XEN_VCPUAFFINITY_HARD, 1)       N(XEN_VCPUAFFINITY_SOFT, 2) \
    N(XEN_SCHEDULER_CREDIT, 5)        N(XEN_DOMCTL_SCHEDOP_putinfo, 0) \
    N(XEN_DOMCTL_SCHEDOP_getinfo, 1)  N(XEN_DOMCTL_PFINFO_LTAB_SHIFT, 28) \
    N(XEN_DOMCTL_PFINFO_LPINTAB, 0x80000000) N(XEN_DOMCTL_PFINFO_XTAB, 0xf0000000) \
    N(XEN_SYSCTL_PHYSCAP_pv, 2)       N(XEN_SYSCTL_PHYSCAP_gnttab_v1, 256) \
    N(XEN_ELFNOTE_ENTRY, 1)           N(XEN_ELFNOTE_HYPERCALL_PAGE, 2) \
    N(XEN_ELFNOTE_VIRT_BASE, 3)       N(XEN_ELFNOTE_PADDR_OFFSET, 4) \
    N(XEN_ELFNOTE_XEN_VERSION, 5)     N(XEN_ELFNOTE_GUEST_OS, 6) \
    N(XEN_ELFNOTE_GUEST_VERSION, 7)   N(XEN_ELFNOTE_LOADER, 8) \
    N(XEN_ELFNOTE_PAE_MODE, 9)        N(XEN_ELFNOTE_FEATURES, 10) \
    N(XEN_ELFNOTE_BSD_SYMTAB, 11)     N(XEN_ELFNOTE_HV_START_LOW, 12) \
    N(XEN_ELFNOTE_L1_MFN_VALID, 13)   N(XEN_ELFNOTE_SUSPEND_CANCEL, 14) \
    N(XEN_ELFNOTE_INIT_P2M, 15)       N(XEN_ELFNOTE_MOD_START_PFN, 16) \
    N(XEN_ELFNOTE_SUPPORTED_FEATURES, 17) N(XEN_ELFNOTE_PHYS32_ENTRY, 18)

/* What each element of a grant operation's list answers in its `status`. */
#define ABI_GRANT_STATUS(N) \
    N(GNTST_okay, 0)                  N(GNTST_general_error, -1) \
    N(GNTST_bad_domain, -2)           N(GNTST_bad_gntref, -3) \
    N(GNTST_bad_handle, -4)           N(GNTST_bad_virt_addr, -5) \
    N(GNTST_bad_dev_addr, -6)         N(GNTST_no_device_space, -7) \
    N(GNTST_permission_denied, -8)    N(GNTST_bad_page, -9) \
    N(GNTST_bad_copy_arg, -10)        N(GNTST_address_too_big, -11) \
    N(GNTST_eagain, -12)              N(GNTST_no_space, -13)

#define ABI_NUMBER(name, number) ABI_##name = (number),
enum { ABI_SUBOPS(ABI_NUMBER) };
enum { ABI_FLAGS(ABI_NUMBER) };
enum { ABI_GRANT_STATUS(ABI_NUMBER) };

/* Limits and values that are ours to state (Xen's headers keep them in prose or code). */
#define ABI_VERSION_MAJOR 4
#define ABI_VERSION_MINOR 17
#define ABI_POLL_PORTS_MAX 128
#define ABI_LEGACY_VCPUS 32                 /* vcpu_info slots inside shared_info */
#define ABI_MMU_UPDATE_PREEMPTED (1u << 31) /* count argument: a restarted batch, done is in *pdone */
#define ABI_PAT_VALUE 0x0000050100070406ull /* RDMSR 0x277 answers this: it is ABI */

/* torc_op, our own call: its commands. See structs.h for torc_counters. */
enum {
    ABI_TORC_OP_counters = 0,    /* arg: struct torc_counters to fill in */
    ABI_TORC_OP_last_refusal = 1, /* returns the reason id of this vCPU's last refusal, 0 if none */
    ABI_TORC_OP_audit = 2 /* privileged: recounts all frames; returns the number of contradictions */
};

#endif
