/* SPDX-License-Identifier: MIT */
#ifndef ABI_REASONS_H
#define ABI_REASONS_H
/*
 * Every refusal has a reason. An errno is too coarse to act on: EINVAL from mmu_update can mean
 * two dozen things. So each place in ring 0 that refuses names a row of this list; the guest can
 * ask for the id of its last refusal (torc_op), the console and the trace print the name, and a
 * test can demand this refusal and not its neighbour.
 *
 * REASON(id, NAME, errno, "one sentence")
 *
 * Ids are stable: never reused, never renumbered; a reason that dies leaves a gap.
 * Ids below 100: arguments in general. 100: frames and page tables. 200: descriptors and
 * segments. 300: events, and from 330 grants. 400: scheduling and vCPUs. 500: memory reservations. 600: console,
 * version and the rest. 700: emulated instructions (the guest sees a fault, not the errno).
 * 800: what crashes a domain. 900: what refuses an image at boot.
 */
#define ABI_REASONS(REASON) \
    REASON(1,   CALL_UNKNOWN,          ENOSYS, "no such hypercall number") \
    REASON(2,   SUBOP_UNKNOWN,         ENOSYS, "no such sub-operation of this hypercall") \
    REASON(3,   POINTER_UNREADABLE,    EFAULT, "a guest pointer could not be read from") \
    REASON(4,   POINTER_UNWRITABLE,    EFAULT, "a guest pointer could not be written to") \
    REASON(5,   POINTER_RANGE,         EFAULT, "a guest pointer reaches outside the guest's addresses") \
    REASON(6,   DOMAIN_UNKNOWN,        ESRCH,  "no such domain") \
    REASON(7,   DOMAIN_FOREIGN,        EPERM,  "this domain may not act on another domain") \
    REASON(8,   CALL_PRIVILEGED,       EPERM,  "only the privileged domain may make this call") \
    REASON(9,   MULTICALL_NESTED,      EINVAL, "a multicall inside a multicall") \
    REASON(11,  WIDTH_WITHOUT,         ENOSYS, "this operation does not exist for guests of this width") \
    REASON(13,  VCPU_UNKNOWN,          ENOENT, "no such vCPU in this domain") \
    REASON(14,  COUNT_TOO_BIG,         EINVAL, "the count is larger than the operation allows") \
    REASON(15,  SUBOP_INVALID,         EINVAL, "no such sub-operation of this hypercall, which answers EINVAL for it") \
    REASON(16,  DOMAIN_DYING,          EINVAL, "that domain is being destroyed") \
    REASON(17,  DOMAIN_EXISTS,         EEXIST, "there is a domain with that number already") \
    REASON(18,  CONTROL_VERSION,       EACCES, "the control call is of another version of the interface") \
    REASON(19,  CONTROL_ARGUMENT,      EINVAL, "the control call has an argument that is not valid or not offered") \
    REASON(20,  CONTROL_LATE,          EACCES, "a domain's width is chosen before it gets memory") \
    REASON(21,  CONTROL_FRAME,         EPERM,  "the frame is not plain memory of that domain") \
    REASON(22,  CONTROL_TOO_MANY,      E2BIG,  "at most 1024 frames can be asked about at once") \
    REASON(23,  VCPU_BLANK,            ENODATA, "the vCPU has no context yet") \
    REASON(24,  VCPU_MISSING,          ESRCH,  "the vCPU has not been made yet") \
    REASON(25,  CONTROL_DEVICES,       EOPNOTSUPP, "domains get no emulated devices") \
    REASON(26,  MAP_TOO_LONG,          EINVAL, "a memory map has at most 200 entries") \
    \
    REASON(100, FRAME_INVALID,         EINVAL, "the machine frame number names no RAM of this machine") \
    REASON(101, FRAME_FOREIGN,         EINVAL, "the machine frame does not belong to this domain") \
    REASON(102, FRAME_TYPE_BUSY,       EINVAL, "the frame is in use as another type") \
    REASON(104, FRAME_COUNT_OVERFLOW,  EBUSY,  "the frame has too many references") \
    REASON(105, ENTRY_FLAGS,           EINVAL, "a page-table entry has flag bits that are not allowed at its level") \
    REASON(106, ENTRY_RESERVED_SLOT,   EINVAL, "the page-table slot belongs to the hypervisor") \
    REASON(107, ENTRY_L3_SLOT3,        EINVAL, "slot 3 of a 32-bit L3 must hold a top L2 of its own") \
    REASON(108, ENTRY_TOP_L2_SHARED,   EINVAL, "a top L2 may stand in slot 3 of exactly one L3 and cannot be pinned") \
    REASON(109, ENTRY_LINEAR,          EINVAL, "a linear page table is not allowed here") \
    REASON(111, PTR_NOT_TABLE,         EINVAL, "the address names neither a page-table entry nor writable memory of this domain") \
    REASON(113, MMU_COMMAND,           ENOSYS, "unknown mmu_update command") \
    REASON(114, MMUEXT_COMMAND,        ENOSYS, "unknown mmuext_op command") \
    REASON(115, PIN_ALREADY,           EINVAL, "the table is pinned already") \
    REASON(116, PIN_NOT_PINNED,        EINVAL, "the table is not pinned") \
    REASON(118, VA_NO_L1,              EINVAL, "no page-table page maps that virtual address") \
    REASON(121, TABLE_ABOVE_4G,        ERANGE, "a 32-bit L3 above 4 GiB needs the pae_extended_cr3 assist") \
    REASON(122, M2P_FRAME,             EINVAL, "machine-to-physical entries can be set for own frames only") \
    REASON(123, CACHE_NO_RIGHTS,       EACCES, "flushing caches needs the right to hardware") \
    REASON(124, ENTRY_MMIO,            EPERM,  "this domain may not map that device frame") \
    REASON(125, ENTRY_CACHE_BITS,      EINVAL, "cache attribute bits need the right to hardware") \
    REASON(126, FRAME_BUSY,            EBUSY,  "the frame still has references and cannot be given back") \
    REASON(127, FOREIGN_BASE,          EPERM,  "page-table bases, flushes and LDTs are a domain's own affair") \
    REASON(131, TOP_L2_SLOT,           EPERM,  "the slots of a top L2 from the hole upward belong to the hypervisor") \
    REASON(132, L3_SLOT3_UPDATE,       EINVAL, "slot 3 of a live 32-bit L3 cannot be changed") \
    REASON(133, PAGE_NOT_WRITABLE,     EINVAL, "the destination page is not plain memory of this domain") \
    REASON(134, SUPERPAGE,             EINVAL, "superpages are not offered") \
    REASON(136, FRAME_L1_WRITABLE,     EBUSY,  "the frame is a page table or descriptor table and may be mapped read-only only") \
    REASON(137, FRAME_L1_FOREIGN,      EBUSY,  "an L1 entry may map frames of this domain only") \
    REASON(138, FLUSH_SET,             EINVAL, "the set of vCPUs to flush cannot be read") \
    REASON(139, MARK_SUPER,            EOPNOTSUPP, "superpages are not offered, so none can be marked") \
    REASON(140, USER_BASE_WIDTH,       EINVAL, "only 64-bit guests have a second base for their programs") \
    REASON(141, USER_BASE_MISSING,     EINVAL, "a vCPU that is to begin as a program needs a second base") \
    \
    REASON(200, GDT_TOO_MANY,          EINVAL, "a guest GDT has at most 7168 entries") \
    REASON(201, GDT_FRAME,             EINVAL, "a GDT frame is not the domain's or is mapped writable") \
    REASON(202, DESCRIPTOR_BAD,        EINVAL, "the descriptor is of a type a guest may not have") \
    REASON(203, DESCRIPTOR_PTR,        EINVAL, "the descriptor's machine address names no frame that may hold descriptors") \
    REASON(204, LDT_RANGE,             EINVAL, "the LDT address or its number of entries is not valid") \
    REASON(205, TRAP_ADDRESS,          EINVAL, "the handler address is outside the guest's addresses") \
    REASON(206, CALLBACK_TYPE,         ENOSYS, "no such callback for guests of this width") \
    REASON(207, STACK_SELECTOR,        EINVAL, "the kernel stack selector or pointer is not valid") \
    REASON(208, DEBUG_REGISTER,        ENODEV, "no such debug register") \
    REASON(209, DEBUG_VALUE,           EPERM,  "the debug register value would reach the hypervisor") \
    REASON(210, SEGMENT_BASE,          EINVAL, "the segment base is not canonical") \
    REASON(212, CALLBACK_STAYS,        EINVAL, "this callback cannot be unregistered") \
    REASON(213, SEGMENT_KIND,          EINVAL, "no such segment base") \
    REASON(214, DEBUG_UPPER,           EINVAL, "the upper half of DR6 and DR7 must be 0") \
    \
    REASON(300, PORT_INVALID,          EINVAL, "no such event port") \
    REASON(301, PORT_STATE,            EINVAL, "the event port is not in a state that allows this") \
    REASON(302, PORT_NONE_FREE,        ENOSPC, "no event port is free") \
    REASON(303, VIRQ_INVALID,          EINVAL, "no such virtual interrupt") \
    REASON(304, VIRQ_BOUND,            EEXIST, "the virtual interrupt is bound already") \
    REASON(305, VIRQ_VCPU,             EINVAL, "a global virtual interrupt is bound on vCPU 0 first") \
    REASON(306, EVENT_VCPU,            ENOENT, "no such vCPU to deliver events to") \
    REASON(307, FIFO_ABSENT,           ENOSYS, "the FIFO event interface is not offered; use the 2-level one") \
    REASON(308, FIFO_ARGUMENT,         EINVAL, "a FIFO control block argument is not valid") \
    REASON(310, PIRQ_ABSENT,           EINVAL, "physical interrupts are not offered to domains") \
    REASON(330, GRANT_FLAGS,          EINVAL, "a grant is mapped for the processor, for devices, or for both") \
    REASON(331, GRANT_REF,            EINVAL, "the reference is beyond the end of that domain's grant table") \
    REASON(332, GRANT_ENTRY,          EPERM,  "the grant entry allows this domain no access") \
    REASON(333, GRANT_READ_ONLY,      EPERM,  "the grant entry allows reading only") \
    REASON(334, GRANT_IN_USE,         EBUSY,  "the grant is in use by another domain, or too often") \
    REASON(335, GRANT_UNSTABLE,       EAGAIN, "the grant entry kept changing while it was read") \
    REASON(336, GRANT_FRAME,          EINVAL, "the granted frame is no memory of the domain that grants it") \
    REASON(337, GRANT_FRAME_TYPE,     EBUSY,  "the granted frame is a page table or descriptor table and cannot be written") \
    REASON(338, GRANT_ADDRESS,        EINVAL, "no L1 entry of this domain is at the address") \
    REASON(339, GRANT_HANDLE,         EBADF,  "no such grant mapping") \
    REASON(340, GRANT_HANDLES_FULL,   ENOSPC, "the domain has as many grant mappings as it may have") \
    REASON(341, GRANT_MAPPING,        EINVAL, "the page-table entry does not map the granted frame with the rights it was mapped with") \
    REASON(342, GRANT_BUS_ADDRESS,    EINVAL, "the bus address is not that of the granted frame") \
    REASON(343, GRANT_TABLE_LIMIT,    ENOMEM, "a grant table cannot grow beyond its limit") \
    REASON(344, GRANT_COPY_RANGE,     EINVAL, "a grant copy may not cross the end of a page") \
    REASON(345, GRANT_COPY_DOMAIN,    EPERM,  "frames of other domains are copied by grant reference only") \
    REASON(346, GRANT_VERSION_ABSENT, ENOSYS, "grant tables of version 2 are not offered") \
    REASON(347, GRANT_VERSION,        EINVAL, "grant tables have version 1 or 2") \
    REASON(348, GRANT_OP_ABSENT,      ENOSYS, "this grant table operation is not offered") \
    REASON(349, GRANT_COUNT,          EINVAL, "this grant table operation does not take that many elements") \
    REASON(350, GRANT_CACHE_RANGE,    EINVAL, "the piece of memory whose cache is to be flushed crosses a page, or the command is unknown") \
    REASON(351, GRANT_CACHE_FRAME,    EPERM,  "caches are flushed for memory of the domain only") \
    \
    REASON(400, POLL_TOO_MANY,         EINVAL, "at most 128 ports can be polled") \
    REASON(401, SHUTDOWN_REASON,       EINVAL, "no such shutdown reason") \
    REASON(403, VCPU_INFO_TWICE,       EINVAL, "the vcpu_info structure was moved before") \
    REASON(404, VCPU_INFO_PLACE,       ENXIO,  "the vcpu_info structure may not cross a page") \
    REASON(405, VCPU_STATE,            EINVAL, "the vCPU is not in a state that allows this") \
    REASON(406, VCPU_EXISTS,           EEXIST, "the vCPU is initialised already") \
    REASON(407, TIMER_PERIOD,          EINVAL, "the timer period is too short or absurdly long") \
    REASON(408, POLL_PORT,             EINVAL, "a polled port number is not valid") \
    REASON(409, AFFINITY_EMPTY,        EINVAL, "the set of CPUs holds none that this machine has") \
    REASON(410, WATCHDOG_ID,           EINVAL, "no such watchdog is running") \
    REASON(411, WATCHDOG_NONE_FREE,    ENOSPC, "a domain has two watchdogs") \
    REASON(412, PIN_OVERRIDE_NONE,     EINVAL, "the vCPU was not pinned by this call") \
    REASON(413, PIN_OVERRIDE_TWICE,    EBUSY,  "the vCPU is pinned by SCHEDOP_pin_override") \
    \
    REASON(500, EXTENT_ORDER,          EPERM,  "extents this large need privileges") \
    REASON(501, RESERVATION_FULL,      ENOMEM, "the domain has reached its memory limit") \
    REASON(502, MEMORY_EXHAUSTED,      ENOMEM, "the machine has no free frame left") \
    REASON(504, MAP_ROOM,              EINVAL, "the buffer has no room for the whole memory map") \
    REASON(505, EXCHANGE_FRAME,        EINVAL, "a frame to exchange is not the domain's or is still in use") \
    REASON(506, EXCHANGE_SIZES,        EINVAL, "both sides of an exchange must be of one domain and equally large") \
    REASON(507, EXCHANGE_POSITION,     EINVAL, "an exchange cannot go on beyond its list") \
    REASON(508, ADDRESS_WIDTH,         EINVAL, "an address limit of one page leaves no frame") \
    \
    REASON(600, CONSOLE_COMMAND,       ENOSYS, "no such console operation") \
    REASON(601, VERSION_COMMAND,       ENOSYS, "no such xen_version command") \
    REASON(602, FEATURE_SUBMAP,        EINVAL, "no such feature submap") \
    REASON(603, ASSIST_COMMAND,        ENOSYS, "no such vm_assist command") \
    REASON(604, ASSIST_TYPE,           EINVAL, "no such vm_assist type for guests of this width") \
    REASON(605, VERSION_DENIED,        EPERM,  "this piece of version information is for the privileged domain") \
    REASON(606, IOPL_VALUE,            EINVAL, "an I/O privilege level is between 0 and 3") \
    REASON(607, TORC_COMMAND,          ENOSYS, "no such torc_op command") \
    REASON(608, CONSOLE_DENIED,        EPERM,  "the hypervisor's console is for the privileged domain") \
    REASON(609, BUILD_ID_ABSENT,       ENODATA, "the hypervisor carries no build id") \
    REASON(610, CONSOLE_COUNT,         E2BIG,  "a console read is limited to 2 GiB") \
    REASON(611, IOBITMAP,              EINVAL, "an I/O bitmap has at most 65536 ports, in the guest's addresses") \
    \
    REASON(700, EMULATE_UNKNOWN,       EINVAL, "the privileged instruction is not one that is emulated") \
    REASON(701, EMULATE_CR0,           EINVAL, "only TS may be changed in CR0") \
    REASON(702, EMULATE_CR3,           EINVAL, "the value loaded into CR3 is no page-table base") \
    REASON(703, EMULATE_MSR,           EINVAL, "the MSR is unknown or may not have that value") \
    REASON(704, EMULATE_PORT,          EPERM,  "the I/O privilege level does not allow port access") \
    REASON(706, EMULATE_IF,            EPERM,  "the I/O privilege level does not allow CLI or STI") \
    \
    REASON(800, CRASH_NO_HANDLER,      EFAULT, "an exception occurred and the guest has no handler for it") \
    REASON(801, CRASH_FRAME,           EFAULT, "the guest's stack cannot take the exception frame") \
    REASON(802, CRASH_IRET,            EFAULT, "the guest's iret frame cannot be used") \
    REASON(803, CRASH_SELF,            EFAULT, "the guest asked to be crashed") \
    REASON(804, CRASH_NO_CALLBACK,     EFAULT, "an event is pending and the guest has no callback for it") \
    REASON(805, CRASH_HANDLER,         EFAULT, "the guest's handler address or selector is not valid") \
    REASON(806, CRASH_NO_BASE,         EFAULT, "the guest has no page-table base to run on") \
    \
    REASON(900, BOOT_NO_MODULE,        ENOENT, "no kernel was given: the first boot module is the first domain's kernel") \
    REASON(901, IMAGE_NOT_ELF,         ENOEXEC, "the kernel is not an ELF image") \
    REASON(902, IMAGE_BZIMAGE,         ENOEXEC, "the kernel is a bzImage: unpack it to its vmlinux ELF first") \
    REASON(903, IMAGE_TRUNCATED,       ENOEXEC, "the kernel's ELF headers point outside the file") \
    REASON(904, IMAGE_MACHINE,         ENOEXEC, "the kernel is an ELF for another machine") \
    REASON(905, IMAGE_NO_NOTES,        ENOEXEC, "the kernel has no Xen ELF notes and no __xen_guest string: it is not a PV kernel") \
    REASON(906, IMAGE_NOTES_BAD,       EINVAL, "the kernel's Xen notes contradict each other or the image") \
    REASON(907, IMAGE_NOT_PAE,         EINVAL, "a 32-bit kernel must be a PAE kernel") \
    REASON(908, IMAGE_FEATURE,         EINVAL, "the kernel requires a feature that is not offered") \
    REASON(909, IMAGE_TOO_BIG,         ENOMEM, "the kernel, its initrd and its tables do not fit into the domain's memory") \
    REASON(910, MEMORY_TOO_BIG,        ENOMEM, "the domains are to have more memory than the machine has") \
    REASON(911, IMAGE_WIDTH,           ENOSYS, "kernels of this width are not offered yet") \
    REASON(912, IMAGE_NOT_DOM0,        EINVAL, "the kernel says that it cannot be a first domain") \
    REASON(913, IMAGE_ADDRESSES,       EINVAL, "the kernel's addresses reach into the hypervisor's part of the address space") \
    REASON(914, OPTION_BAD,            EINVAL, "a hypervisor option has a value that cannot be understood") \
    REASON(915, IMAGE_SEGMENTS,        ENOEXEC, "the kernel's loadable segments make no sense") \
    REASON(916, BOOT_MODULES,          ENOENT, "there are fewer boot modules than the domain= options speak of") \
    REASON(917, BOOT_LINK,             ENOSPC, "a link= option cannot be kept: the domain has too many, or no room on its command line")

#define ABI_REASON_ID(id, name, error, text) REASON_##name = (id),
enum reason { REASON_NONE = 0, ABI_REASONS(ABI_REASON_ID) };

#define ABI_REASON_MAX 1000

#endif
