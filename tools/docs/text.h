/* SPDX-License-Identifier: MIT */
#ifndef DOCS_TEXT_H
#define DOCS_TEXT_H
/*
 * What the lists in abi/ cannot say: names for the arguments and a few sentences for each call,
 * a phrase for each sub-operation.  A call without a row here ends the generator with an error,
 * so a new call cannot be forgotten; a sub-operation without one is listed with its number alone.
 *
 * CALL_TEXT(name, "argument names, by commas", "sub-operations' prefix or empty",
 *           "prefixes of flags, by commas", "sentences")
 */
#define CALL_TEXTS(T) \
    T(set_trap_table, "table", "", "", \
      "Registers handlers of exceptions and software interrupts: an array of `trap_info` up to the " \
      "first one with address 0. Each sets its vector and leaves the others as they are; a null " \
      "pointer instead of a table clears all 256. In `flags`, bits 0 and 1 are the lowest privilege " \
      "that may use `int` on the vector, bit 2 masks events on entry. A selector of ring 0 is raised " \
      "to ring 1.") \
    T(mmu_update, "requests, count, done, foreigndom", "MMU_", "", \
      "Changes page-table entries: an array of `mmu_update`, each the machine address of an entry " \
      "(its low bits hold the command) and the new value. Applied in order until one is refused; " \
      "`*done`, if given, says how many were applied. The low half of `foreigndom` says whose " \
      "frames are mapped, the high half, if not 0, whose tables they are, plus one; others than the " \
      "caller's are for the privileged domain. Flushes nothing: that is the guest's business.") \
    T(set_gdt, "frames, entries", "", "", \
      "The guest part of the GDT becomes these machine frames (an array of words), `entries` " \
      "descriptors in all, at most 7168. A frame must not be mapped writable; from then on it is a " \
      "descriptor table, which only `update_descriptor` changes.") \
    T(stack_switch, "ss, sp", "", "", \
      "The stack on which a handler starts that interrupts a program. The selector is raised to ring 1.") \
    T(set_callbacks, "event_cs, event_ip, failsafe_cs, failsafe_ip", "", "", \
      "The older form of `callback_op`. 64-bit guests give event, failsafe and syscall addresses.") \
    T(fpu_taskswitch, "set", "", "", \
      "Sets (not 0) or clears (0) TS in the guest's CR0, for lazy switching of the FPU.") \
    T(set_debugreg, "number, value", "", "", \
      "Sets a debug register. Values that would watch the hypervisor's addresses or ports are refused.") \
    T(get_debugreg, "number", "", "", \
      "Returns a debug register.") \
    T(update_descriptor, "maddr, descriptor", "", "", \
      "Writes one descriptor of 8 bytes at a machine address, in a descriptor table or in plain memory " \
      "of the caller. The descriptor is checked, its privilege raised where it must be.") \
    T(memory_op, "command, arg", "XENMEM_", "", \
      "The domain's memory. The three that change it take a `memory_reservation`, go as far as they " \
      "can, and return how many extents they did.") \
    T(multicall, "calls, count", "", "", \
      "Makes `count` calls for one entry into ring 0. Entries are of eight words: number, result, six " \
      "arguments. Each gets its own result; an error of one does not stop the next. A multicall inside " \
      "is refused, and `iret` ends the batch.") \
    T(update_va_mapping, "va, value, flags", "", "UVMF_", \
      "Changes the page-table entry that maps `va` in the present tables, and flushes as `flags` says: " \
      "what (low two bits) and where (nothing: this vCPU; `UVMF_ALL`: every one; else a pointer to a " \
      "set of vCPUs).") \
    T(set_timer_op, "deadline_ns", "", "", \
      "Asks for one VIRQ_TIMER at this system time; 0 cancels. A time that has passed gives it at once.") \
    T(xen_version, "command, arg", "XENVER_", "XENFEAT_", \
      "Who is there. The numbers say Xen 4.17, because guests read from them which interfaces to expect; " \
      "the texts say Torc.") \
    T(console_io, "command, count, buffer", "CONSOLEIO_", "", \
      "The serial line. The privileged domain writes bytes as they are and reads what was typed; what " \
      "others write appears line by line with their number in front.") \
    T(vm_assist, "command, type", "", "VMASST_", \
      "Switches help for the whole domain on and off. All types of 4.17 are accepted; those of the " \
      "segments and `m2p_strict` change nothing here.") \
    T(update_va_mapping_otherdomain, "va, value, flags, domid", "", "", \
      "As `update_va_mapping`, mapping a frame of another domain, for the privileged domain.") \
    T(iret, "", "", "", \
      "Returns from a handler, restoring the virtual interrupt flag with the rest. It takes its frame " \
      "from the stack: EAX, EIP, CS, EFLAGS and, to ring 3, ESP, SS. Jumped to, not called. A frame " \
      "that makes no sense crashes the domain.") \
    T(vcpu_op, "command, vcpu, arg", "VCPUOP_", "RUNSTATE_", \
      "About vCPUs. A number beyond the last answers -ENOENT, which is how guests count them.") \
    T(set_segment_base, "which, base", "", "SEGBASE_", \
      "The base of FS or GS, for the kernel or for its programs, in 64-bit guests; the last kind loads a " \
      "selector into the programs' GS instead. 32-bit guests have descriptors for that.") \
    T(mmuext_op, "operations, count, done, foreigndom", "MMUEXT_", "", \
      "Other things about page tables: an array of `mmuext_op`, done in order until one is refused; " \
      "`*done`, if given, says how many were. The privileged domain may pin, unpin, clear and copy " \
      "frames of another.") \
    T(sched_op, "command, arg", "SCHEDOP_", "SHUTDOWN_", \
      "Giving the CPU away and ending.") \
    T(callback_op, "command, arg", "CALLBACKOP_", "CALLBACKTYPE_,CALLBACKF_", \
      "Where the guest is entered for what is not in its trap table: a `callback_register`, or a " \
      "`callback_unregister`, which only the NMI callback allows.") \
    T(event_channel_op, "command, arg", "EVTCHNOP_", "VIRQ_,NR_VIRQS,EVTCHNSTAT_", \
      "Event channels. Each command takes the structure named like it, `evtchn_close` for `close`.") \
    T(nmi_op, "command, arg", "XENNMI_", "", \
      "The NMI callback, in its older form.") \
    T(grant_table_op, "command, arg, count", "GNTTABOP_", "GTF_,GNTMAP_,GNTCOPY_,GNTTAB_", \
      "Grants: frames that another domain may map or have copied. Each command takes `count` structures " \
      "named like it, `gnttab_copy` for `copy`; `setup_table` and `query_size` take one. Each element gets " \
      "a `status` of its own (`GNTST_`: 0, or from -1 to -13), and the next one follows whatever that is; " \
      "the call itself fails for what is wrong with the call alone. Tables have version 1.") \
    T(physdev_op, "command, arg", "PHYSDEVOP_", "", \
      "Rights to hardware: so far rights to ports: the virtual I/O privilege level and the I/O bitmap.") \
    T(sysctl, "control", "XEN_SYSCTL_", "", \
      "About the machine, for the tools of the privileged domain: a `sysctl`, whose body is the " \
      "structure named like the command. The version must be 0x15, or -EACCES.") \
    T(domctl, "control", "XEN_DOMCTL_", "XEN_DOMINF_", \
      "About one domain, for the tools of the privileged domain: a `domctl`, whose body is the " \
      "structure named like the command. The version must be 0x15, or -EACCES.") \
    T(torc_op, "command, arg", "TORC_OP_", "", \
      "Torc's own call: what this domain has cost so far, and why its last call was refused. Other " \
      "hypervisors answer -ENOSYS, and nothing may ever need it.")

/* SUBOP_TEXT(NAME, "structure or empty", "phrase") */
#define SUBOP_TEXTS(T) \
    T(XEN_DOMCTL_createdomain, "domctl_createdomain", "a 64-bit domain without memory and vCPUs, paused; its number comes back") \
    T(XEN_DOMCTL_destroydomain, "", "destroys it; what others map of it keeps it, dead, until they unmap it") \
    T(XEN_DOMCTL_pausedomain, "", "its vCPUs stand still until unpaused as often") \
    T(XEN_DOMCTL_unpausedomain, "", "the opposite") \
    T(XEN_DOMCTL_getdomaininfo, "domctl_getdomaininfo", "what it is and has; if there is none with that number, the next one") \
    T(XEN_DOMCTL_max_mem, "domctl_max_mem", "how much memory it may have") \
    T(XEN_DOMCTL_setvcpucontext, "domctl_vcpucontext", "the first registers of a vCPU, in the layout of its own width") \
    T(XEN_DOMCTL_getvcpucontext, "domctl_vcpucontext", "and what they are now") \
    T(XEN_DOMCTL_getvcpuinfo, "domctl_getvcpuinfo", "whether a vCPU runs, where, and how long it has") \
    T(XEN_DOMCTL_setvcpuaffinity, "domctl_vcpuaffinity", "which CPUs may run a vCPU; the set of those that there are comes back") \
    T(XEN_DOMCTL_getvcpuaffinity, "domctl_vcpuaffinity", "which were said") \
    T(XEN_DOMCTL_scheduler_op, "domctl_scheduler_op", "weight and cap") \
    T(XEN_DOMCTL_max_vcpus, "domctl_max_vcpus", "makes its vCPUs, as many as it was created for") \
    T(XEN_DOMCTL_setdomainhandle, "domctl_setdomainhandle", "the name that tools give it") \
    T(XEN_DOMCTL_hypercall_init, "domctl_hypercall_init", "fills a frame with the calls' code") \
    T(XEN_DOMCTL_resumedomain, "", "one that has shut down goes on") \
    T(XEN_DOMCTL_set_address_size, "domctl_address_size", "32 makes it a 32-bit domain, as long as it has no memory") \
    T(XEN_DOMCTL_get_address_size, "domctl_address_size", "its width") \
    T(XEN_DOMCTL_getpageframeinfo3, "domctl_getpageframeinfo3", "what an array of frames, words of the caller, is used as") \
    T(XEN_SYSCTL_readconsole, "sysctl_readconsole", "the last 16 KiB that were written, by whomever") \
    T(XEN_SYSCTL_physinfo, "sysctl_physinfo", "processors and memory") \
    T(XEN_SYSCTL_sched_id, "sysctl_sched_id", "which scheduler this is: credit") \
    T(XEN_SYSCTL_getdomaininfolist, "sysctl_getdomaininfolist", "getdomaininfo of all domains from a number on") \
    T(MMU_NORMAL_PT_UPDATE, "", "a checked write of a page-table entry; a plain one into memory that is no table") \
    T(MMU_MACHPHYS_UPDATE, "", "sets the machine-to-physical entry of an own frame") \
    T(MMU_PT_UPDATE_PRESERVE_AD, "", "as the first, keeping bits A and D as the processor left them") \
    T(MMU_PT_UPDATE_NO_TRANSLATE, "", "as the first: PV guests' frames are machine frames anyway") \
    T(MMUEXT_PIN_L1_TABLE, "", "checks frame arg1 whole and keeps it a table until unpinned") \
    T(MMUEXT_PIN_L2_TABLE, "", "the same, level 2") \
    T(MMUEXT_PIN_L3_TABLE, "", "the same, level 3") \
    T(MMUEXT_PIN_L4_TABLE, "", "the same, level 4; nothing for 32-bit guests, which have none") \
    T(MMUEXT_UNPIN_TABLE, "", "takes the pin of frame arg1 away") \
    T(MMUEXT_NEW_BASEPTR, "", "this vCPU goes on with the tables of frame arg1") \
    T(MMUEXT_TLB_FLUSH_LOCAL, "", "flushes this vCPU's translations") \
    T(MMUEXT_INVLPG_LOCAL, "", "that of address arg1") \
    T(MMUEXT_TLB_FLUSH_MULTI, "", "the same for the set of vCPUs at arg2") \
    T(MMUEXT_INVLPG_MULTI, "", "both") \
    T(MMUEXT_TLB_FLUSH_ALL, "", "flushes every vCPU of the domain") \
    T(MMUEXT_INVLPG_ALL, "", "both") \
    T(MMUEXT_FLUSH_CACHE, "", "writes caches back; for the privileged domain") \
    T(MMUEXT_SET_LDT, "", "the LDT is at arg1 and has arg2 entries; its pages are checked when first used") \
    T(MMUEXT_NEW_USER_BASEPTR, "", "tables for programs of 64-bit guests") \
    T(MMUEXT_CLEAR_PAGE, "", "fills frame arg1 with zeroes") \
    T(MMUEXT_COPY_PAGE, "", "copies frame arg2 to frame arg1") \
    T(MMUEXT_FLUSH_CACHE_GLOBAL, "", "as FLUSH_CACHE") \
    T(MMUEXT_MARK_SUPER, "", "superpages are not offered") \
    T(MMUEXT_UNMARK_SUPER, "", "superpages are not offered") \
    T(XENMEM_increase_reservation, "memory_reservation", "more frames, anywhere") \
    T(XENMEM_decrease_reservation, "memory_reservation", "gives frames back that nothing uses any more") \
    T(XENMEM_maximum_ram_page, "", "returns the highest frame of the machine") \
    T(XENMEM_current_reservation, "", "arg points to a domain number; returns how many frames it has") \
    T(XENMEM_maximum_reservation, "", "and how many it may have") \
    T(XENMEM_machphys_mfn_list, "machphys_mfn_list", "frames of the machine-to-physical table") \
    T(XENMEM_populate_physmap, "memory_reservation", "frames for given guest frame numbers") \
    T(XENMEM_set_memory_map, "", "gives a domain its memory map: a domain's number, and then a `memory_map`") \
    T(XENMEM_memory_map, "memory_map", "the domain's own memory map: guests without one assume one piece of RAM") \
    T(XENMEM_machine_memory_map, "memory_map", "the machine's, for the privileged domain") \
    T(XENMEM_machphys_mapping, "machphys_mapping", "where the machine-to-physical table is to be read") \
    T(EVTCHNOP_bind_interdomain, "evtchn_bind_interdomain", "connects to a port that another domain has allocated for us") \
    T(EVTCHNOP_bind_virq, "evtchn_bind_virq", "a port for a virtual interrupt") \
    T(EVTCHNOP_bind_pirq, "evtchn_bind_pirq", "a port for a device's interrupt: refused, domains own none yet") \
    T(EVTCHNOP_close, "evtchn_close", "closes a port") \
    T(EVTCHNOP_send, "evtchn_send", "notifies the other end") \
    T(EVTCHNOP_status, "evtchn_status", "what a port is") \
    T(EVTCHNOP_alloc_unbound, "evtchn_alloc_unbound", "a port that another domain may connect to") \
    T(EVTCHNOP_bind_ipi, "evtchn_bind_ipi", "a port to notify an own vCPU") \
    T(EVTCHNOP_bind_vcpu, "evtchn_bind_vcpu", "which vCPU a port's events go to") \
    T(EVTCHNOP_unmask, "evtchn_unmask", "clears the mask bit, and delivers what is pending") \
    T(EVTCHNOP_reset, "evtchn_reset", "closes all ports") \
    T(EVTCHNOP_init_control, "evtchn_init_control", "FIFO ports are not offered; arguments are checked first") \
    T(EVTCHNOP_expand_array, "evtchn_expand_array", "FIFO ports are not offered") \
    T(EVTCHNOP_set_priority, "evtchn_set_priority", "FIFO ports are not offered") \
    T(SCHEDOP_yield, "", "another vCPU may run") \
    T(SCHEDOP_block, "", "clears the event mask and sleeps until an event comes, in one step") \
    T(SCHEDOP_shutdown, "sched_shutdown", "ends the domain; the first domain ends the machine") \
    T(SCHEDOP_poll, "sched_poll", "sleeps until one of some ports is pending or a time has come") \
    T(SCHEDOP_remote_shutdown, "sched_remote_shutdown", "ends another domain, for the privileged one") \
    T(SCHEDOP_shutdown_code, "sched_shutdown", "why the domain will end, whatever ends it") \
    T(SCHEDOP_watchdog, "sched_watchdog", "ends the domain after so many seconds, unless it is put off; two for a domain. With id 0 it is a new one, and the answer its id; with timeout 0 it goes") \
    T(SCHEDOP_pin_override, "sched_pin_override", "the caller runs on that CPU alone, until a negative number takes it back; for the privileged domain") \
    T(VCPUOP_is_up, "", "returns 1 or 0") \
    T(VCPUOP_get_runstate_info, "vcpu_runstate_info", "how long it ran, waited, slept") \
    T(VCPUOP_set_periodic_timer, "vcpu_set_periodic_timer", "VIRQ_TIMER with this period, at least a millisecond") \
    T(VCPUOP_stop_periodic_timer, "", "stops it; every vCPU starts with one of 100 Hz") \
    T(VCPUOP_set_singleshot_timer, "vcpu_set_singleshot_timer", "one VIRQ_TIMER, for the calling vCPU") \
    T(VCPUOP_stop_singleshot_timer, "", "cancels it") \
    T(VCPUOP_register_runstate_memory_area, "", "run states are written there whenever the vCPU begins to run") \
    T(VCPUOP_send_nmi, "", "gives that vCPU an NMI") \
    T(VCPUOP_get_physid, "", "APIC and ACPI id of its CPU, for a vCPU of the privileged domain that is bound to one") \
    T(VCPUOP_register_vcpu_info, "vcpu_register_vcpu_info", "moves vcpu_info to a frame of the guest, once") \
    T(VCPUOP_register_vcpu_time_memory_area, "", "the time record is written there, for programs to read") \
    T(XENVER_version, "", "returns 4 << 16 | 17; the usual null hypercall") \
    T(XENVER_extraversion, "", "16 bytes of text") \
    T(XENVER_compile_info, "compile_info", "who compiled it") \
    T(XENVER_capabilities, "", "1024 bytes of text: the kinds of guests that run here") \
    T(XENVER_changeset, "", "64 bytes of text: which Torc this is") \
    T(XENVER_platform_parameters, "platform_parameters", "where the hypervisor's addresses begin") \
    T(XENVER_get_features, "feature_info", "a bit map of XENFEAT_ numbers") \
    T(XENVER_pagesize, "", "returns 4096") \
    T(XENVER_guest_handle, "", "16 bytes, zero") \
    T(XENVER_commandline, "", "1024 bytes of text, for the privileged domain") \
    T(XENVER_build_id, "", "there is none") \
    T(CONSOLEIO_write, "", "writes count bytes") \
    T(CONSOLEIO_read, "", "returns how many bytes it put there, without waiting") \
    T(CALLBACKOP_register, "callback_register", "sets a callback") \
    T(CALLBACKOP_unregister, "callback_unregister", "takes the NMI callback away") \
    T(XENNMI_register_callback, "", "sets it: arg points at the handler's address") \
    T(XENNMI_unregister_callback, "", "takes it away") \
    T(PHYSDEVOP_set_iopl, "physdev_set_iopl", "the virtual I/O privilege level") \
    T(PHYSDEVOP_set_iobitmap, "physdev_set_iobitmap", "single ports for programs") \
    T(PHYSDEVOP_pci_device_add, "", "the first domain has found a PCI device: accepted, of no consequence") \
    T(PHYSDEVOP_pci_device_remove, "", "the same when one goes") \
    T(GNTTABOP_map_grant_ref, "gnttab_map_grant_ref", "maps a granted frame, at an address or by the machine address of an entry") \
    T(GNTTABOP_unmap_grant_ref, "gnttab_unmap_grant_ref", "unmaps it, and flushes") \
    T(GNTTABOP_setup_table, "gnttab_setup_table", "makes the table at least so large, at most 64 frames, and tells its frames") \
    T(GNTTABOP_dump_table, "gnttab_dump_table", "not offered") \
    T(GNTTABOP_transfer, "gnttab_transfer", "arguments are checked; not offered") \
    T(GNTTABOP_copy, "gnttab_copy", "copies bytes between two frames, each granted or one's own") \
    T(GNTTABOP_query_size, "gnttab_query_size", "how large the table is and may become") \
    T(GNTTABOP_unmap_and_replace, "gnttab_unmap_and_replace", "unmaps it; the entry of another address takes its place") \
    T(GNTTABOP_set_version, "gnttab_set_version", "1, or an error") \
    T(GNTTABOP_get_status_frames, "gnttab_get_status_frames", "of version 2, which is not offered") \
    T(GNTTABOP_get_version, "gnttab_get_version", "1") \
    T(GNTTABOP_swap_grant_ref, "gnttab_swap_grant_ref", "arguments are checked; not offered") \
    T(GNTTABOP_cache_flush, "gnttab_cache_flush", "arguments are checked; not offered") \
    T(TORC_OP_counters, "torc_counters", "fills in as much of the structure as the guest says it has room for") \
    T(TORC_OP_last_refusal, "", "returns the reason's number, 0 if nothing was refused yet") \
    T(TORC_OP_audit, "", "the privileged domain's: recounts all uses of all frames, with the other " \
      "processors standing still, and returns the number of contradictions; the first are on the console")

#endif
