/* SPDX-License-Identifier: MIT */
/*
 * The system calls of the core: i386 Linux number, name, number of arguments, sorted by the file
 * that holds them. The file layer has a list of its own (fs/rows.h); syscall.c makes one table of
 * both.
 */
#ifndef GUEST_KERNEL_CALLS_H
#define GUEST_KERNEL_CALLS_H

#define CORE_CALL_ROWS(ROW) \
    /* fork.c, exit.c, sys_wait.c, exec.c, tls.c, futex.c */ \
    ROW(1, exit, 1) \
    ROW(2, fork, 0) \
    ROW(7, waitpid, 3) \
    ROW(11, execve, 3) \
    ROW(77, getrusage, 2) \
    ROW(114, wait4, 4) \
    ROW(120, clone, 5) \
    ROW(190, vfork, 0) \
    ROW(240, futex, 6) \
    ROW(243, set_thread_area, 1) \
    ROW(252, exit_group, 1) \
    ROW(258, set_tid_address, 1) \
    ROW(284, waitid, 5) \
    ROW(311, set_robust_list, 2) \
    ROW(422, futex_time64, 6) \
    /* sys_memory.c */ \
    ROW(45, brk, 1) \
    ROW(90, mmap, 1) \
    ROW(91, munmap, 2) \
    ROW(125, mprotect, 3) \
    ROW(144, msync, 3) \
    ROW(163, mremap, 5) \
    ROW(150, mlock, 2) \
    ROW(151, munlock, 2) \
    ROW(192, mmap2, 6) \
    ROW(219, madvise, 3) \
    /* sys_signal.c, sys_kill.c, sys_sigwait.c, signal_frame.c */ \
    ROW(29, pause, 0) \
    ROW(37, kill, 2) \
    ROW(48, signal, 2) \
    ROW(67, sigaction, 3) \
    ROW(72, sigsuspend, 3) \
    ROW(73, sigpending, 1) \
    ROW(119, sigreturn, 0) \
    ROW(126, sigprocmask, 3) \
    ROW(173, rt_sigreturn, 0) \
    ROW(174, rt_sigaction, 4) \
    ROW(175, rt_sigprocmask, 4) \
    ROW(176, rt_sigpending, 2) \
    ROW(177, rt_sigtimedwait, 4) \
    ROW(179, rt_sigsuspend, 2) \
    ROW(186, sigaltstack, 2) \
    ROW(238, tkill, 2) \
    ROW(270, tgkill, 3) \
    ROW(421, rt_sigtimedwait_time64, 4) \
    /* sys_time.c */ \
    ROW(13, time, 1) \
    ROW(25, stime, 1) \
    ROW(27, alarm, 1) \
    ROW(43, times, 1) \
    ROW(78, gettimeofday, 2) \
    ROW(79, settimeofday, 2) \
    ROW(104, setitimer, 3) \
    ROW(105, getitimer, 2) \
    ROW(162, nanosleep, 2) \
    ROW(264, clock_settime, 2) \
    ROW(265, clock_gettime, 2) \
    ROW(266, clock_getres, 2) \
    ROW(267, clock_nanosleep, 4) \
    ROW(403, clock_gettime64, 2) \
    ROW(404, clock_settime64, 2) \
    ROW(406, clock_getres_time64, 2) \
    ROW(407, clock_nanosleep_time64, 4) \
    /* sys_ids.c */ \
    ROW(20, getpid, 0) \
    ROW(23, setuid, 1) \
    ROW(24, getuid, 0) \
    ROW(46, setgid, 1) \
    ROW(47, getgid, 0) \
    ROW(49, geteuid, 0) \
    ROW(50, getegid, 0) \
    ROW(57, setpgid, 2) \
    ROW(64, getppid, 0) \
    ROW(65, getpgrp, 0) \
    ROW(66, setsid, 0) \
    ROW(132, getpgid, 1) \
    ROW(147, getsid, 1) \
    ROW(199, getuid32, 0) \
    ROW(200, getgid32, 0) \
    ROW(201, geteuid32, 0) \
    ROW(202, getegid32, 0) \
    ROW(203, setreuid32, 2) \
    ROW(204, setregid32, 2) \
    ROW(205, getgroups32, 2) \
    ROW(206, setgroups32, 2) \
    ROW(208, setresuid32, 3) \
    ROW(209, getresuid32, 3) \
    ROW(210, setresgid32, 3) \
    ROW(211, getresgid32, 3) \
    ROW(213, setuid32, 1) \
    ROW(214, setgid32, 1) \
    ROW(224, gettid, 0) \
    /* sys_system.c */ \
    ROW(34, nice, 1) \
    ROW(74, sethostname, 2) \
    ROW(75, setrlimit, 2) \
    ROW(76, getrlimit, 2) \
    ROW(88, reboot, 4) \
    ROW(96, getpriority, 2) \
    ROW(97, setpriority, 3) \
    ROW(116, sysinfo, 1) \
    ROW(121, setdomainname, 2) \
    ROW(122, uname, 1) \
    ROW(136, personality, 1) \
    ROW(158, sched_yield, 0) \
    ROW(172, prctl, 5) \
    ROW(191, ugetrlimit, 2) \
    ROW(241, sched_setaffinity, 3) \
    ROW(242, sched_getaffinity, 3) \
    ROW(318, getcpu, 3) \
    ROW(340, prlimit64, 4)

#endif
