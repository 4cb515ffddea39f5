/* SPDX-License-Identifier: MIT */
/*
 * The rule: a configuration becomes the guest that its keys say, and whatever is wrong with it is
 * said with file, line, key and remedy; a configuration with an error becomes none.
 *
 * How it would break: a number beyond its bounds, a key that nobody looks at, a default that is
 * none of xl's, a warning where the guest would be another.
 */
#include "texts.h"

#include <stdio.h>
#include <string.h>

#define ENOUGH "name='g'\nkernel='/k'\nmemory=64\n"

static bool read_guest(struct reading *r, const char *text)
{
    read_text_as(r, "g.cfg", text, strlen(text));
    return r->is_read && guest_read(&r->config, &r->report, &r->guest);
}

START_TEST(what_is_not_said)
{
    struct reading r;

    ck_assert_msg(read_guest(&r, ENOUGH), "%s", r.said);
    ck_assert_str_eq(r.said, "");
    ck_assert_str_eq(r.guest.name, "g");
    ck_assert_str_eq(r.guest.kernel, "/k");
    ck_assert_ptr_null(r.guest.ramdisk);
    ck_assert_str_eq(r.guest.cmdline, "");
    ck_assert_uint_eq(r.guest.memory_kib, 64 << 10);
    ck_assert_uint_eq(r.guest.maxmem_kib, 64 << 10);
    ck_assert_uint_eq(r.guest.vcpus, 1);
    ck_assert_uint_eq(r.guest.maxvcpus, 1);
    ck_assert_uint_eq(r.guest.weight, 0);
    ck_assert_uint_eq(r.guest.cap, 0);
    ck_assert(!r.guest.is_pinned);
    ck_assert_uint_eq(r.guest.action[EVENT_POWEROFF], ACTION_DESTROY);
    ck_assert_uint_eq(r.guest.action[EVENT_REBOOT], ACTION_RESTART);
    ck_assert_uint_eq(r.guest.action[EVENT_CRASH], ACTION_DESTROY);
    ck_assert_uint_eq(r.guest.action[EVENT_WATCHDOG], ACTION_DESTROY);
    reading_end(&r);
}
END_TEST

START_TEST(everything_said)
{
    struct reading r;

    ck_assert_msg(
        read_guest(
            &r,
            "type='pv'\nname='g.2'\nkernel='/k'\nramdisk='/r'\nroot='/dev/xvda1 ro'\n"
            "extra='quiet'\nmemory='64'\nmaxmem=0x80\nvcpus=2\nmaxvcpus=4\ncpus=['0','1-3,^2']\n"
            "cpu_weight=512\ncap=50\nuuid='01234567-89AB-cdef-0123-456789abcdef'\n"
            "on_crash='preserve'\non_reboot='destroy'\non_poweroff='rename-restart'\n"),
        "%s", r.said);
    ck_assert_str_eq(r.said, "");
    ck_assert_str_eq(r.guest.cmdline, "root=/dev/xvda1 ro quiet");
    ck_assert_uint_eq(r.guest.maxmem_kib, 128 << 10);
    ck_assert_uint_eq(r.guest.maxvcpus, 4);
    ck_assert_uint_eq(r.guest.cpus[0], 1);
    ck_assert_uint_eq(r.guest.cpus[1], 0xa);
    ck_assert_uint_eq(r.guest.cpus[2], ~0ull);
    ck_assert_uint_eq(r.guest.weight, 512);
    ck_assert_uint_eq(r.guest.cap, 50);
    ck_assert_mem_eq(r.guest.uuid,
                     "\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef", 16);
    ck_assert_uint_eq(r.guest.action[EVENT_CRASH], ACTION_PRESERVE);
    ck_assert_uint_eq(r.guest.action[EVENT_REBOOT], ACTION_DESTROY);
    ck_assert_uint_eq(r.guest.action[EVENT_POWEROFF], ACTION_RENAME_RESTART);
    reading_end(&r);
}
END_TEST

static const struct {
    const char *text; /* behind what is enough, from line 4 on */
    const char *says; /* somewhere in it */
} wrong[] = {
    {"memry=1",
     "g.cfg:4: memry: no such key; perhaps 'memory' was meant, otherwise remove the line"},
    {"kernal='/x'", "g.cfg:4: kernal: no such key; perhaps 'kernel' was meant"},
    {"onpoweroff='destroy'", "perhaps 'on_poweroff' was meant"},
    {"qqqqqqq=1", "g.cfg:4: qqqqqqq: no such key; remove the line"},
    {"type='hvm'",
     "g.cfg:4: type: 'hvm' is no kind of guest that Torc runs; Torc runs paravirtualized"},
    {"type='pvh'", "g.cfg:4: type: 'pvh'"},
    {"builder='hvm'", "g.cfg:4: builder: 'hvm'"},
    {"\npci=['01:00.0']", "g.cfg:5: pci: Torc passes no hardware to guests; remove the line if"},
    {"bootloader='pygrub'",
     "g.cfg:4: bootloader: Torc runs no boot loader outside of the guest; name"},
    {"firmware='pvgrub64'", "g.cfg:4: firmware: Torc brings no firmware along; name GRUB's image"},
    {"cpuid='host,tm=0'", "g.cfg:4: cpuid:"},
    {"name='a b'", "g.cfg:4: name: 'a b' is no name for a guest"},
    {"name='12'", "g.cfg:4: name: '12' is no name"},
    {"name='../x'", "g.cfg:4: name: '../x' is no name"},
    {"name=''", "g.cfg: name: missing; say name = \"guest\""},
    {"name=['g']", "g.cfg:4: name: a list is no text"},
    {"kernel=''", "g.cfg: kernel: missing; say kernel ="},
    {"memory='lots'", "g.cfg:4: memory: 'lots' is no number; say a number from 1 to 1048576"},
    {"memory=0", "g.cfg:4: memory: '0' is too little"},
    {"memory=1048577", "g.cfg:4: memory: '1048577' is too much"},
    {"memory=99999999999999999999", "g.cfg:4: memory: '99999999999999999999' is no number"},
    {"maxmem=32", "g.cfg:4: maxmem: '32' is less than memory"},
    {"vcpus=0", "g.cfg:4: vcpus: '0' is too little; say a number from 1 to 32"},
    {"vcpus=33", "g.cfg:4: vcpus: '33' is too much"},
    {"vcpus=2\nmaxvcpus=1", "g.cfg:5: maxvcpus: '1' is less than vcpus"},
    {"cpu_weight=65536", "g.cfg:4: cpu_weight: '65536' is too much"},
    {"vcpus=2\ncap=201", "g.cfg:5: cap: '201' is too much; say a number from 0 to 200"},
    {"cap=-1", "a character that may stand in quotation marks only"},
    {"cap='-1'", "g.cfg:4: cap: '-1' is too little"},
    {"cpus='0-'",
     "g.cfg:4: cpus: '0-' is no list of processors; say processors as in 0-3,5,^1 or all"},
    {"cpus='64'", "g.cfg:4: cpus: '64' is no list"},
    {"cpus='1,^1'", "g.cfg:4: cpus: '1,^1' leaves none"},
    {"cpus=['0',\n'1']", "g.cfg:5: cpus: 2 items, but 1 vCPUs"},
    {"uuid='1234'", "g.cfg:4: uuid: '1234' is no UUID"},
    {"on_crash='explode'",
     "g.cfg:4: on_crash: 'explode' is nothing that can be done; say destroy, restart"},
    {"disk='x'", "g.cfg:4: disk: 'x' is no list; say disk = ["},
    {"disk=['a,raw,xvda,rw',\n'nonsense']",
     "g.cfg:5: disk: 'VDEV' is missing, in 'nonsense'; say which"},
    {"disk=['a,ext4,xvda']",
     "g.cfg:4: disk: 'ext4' is no format of disks, in 'a,ext4,xvda'; say raw"},
    {"disk=['a,raw,xvda,maybe']", "g.cfg:4: disk: 'maybe' is no kind of access"},
    {"disk=[['a']]", "g.cfg:4: disk: a list in a list"},
    {"vif=['mac=00:16:3e:00:00']", "g.cfg:4: vif: '00:16:3e:00:00' is no MAC address; say mac="},
    {"vif=['mac=01:16:3e:00:00:01']", "is an address of many, not of one interface"},
    {"vif=['mac=0:16:3e:00:00:01 ']", "is no MAC address"},
    {"vif=['bridge']", "g.cfg:4: vif: 'bridge' is no parameter of a network interface"},
    {"vif=['colour=blue']", "g.cfg:4: vif: 'colour' is no parameter"},
    {"vif=['rate=fast']", "g.cfg:4: vif: 'fast' is no rate; say rate=10Mb/s"},
    {"vif=['mtu=9']", "g.cfg:4: vif: '9' is no size of packets"},
};

START_TEST(what_is_wrong)
{
    struct reading r;
    char text[1024];

    snprintf(text, sizeof(text), ENOUGH "%s\n", wrong[_i].text);
    ck_assert_msg(!read_guest(&r, text), "taken: %s", wrong[_i].text);
    ck_assert_msg(strstr(r.said, wrong[_i].says), "%s: %s", wrong[_i].text, r.said);
    reading_end(&r);
}
END_TEST

static const struct {
    const char *text, *says; /* NULL: nothing */
} odd[] = {
    {"vnc=1",
     "g.cfg:4: warning: vnc: left out: Torc gives guests no screen, sound or pointer; remove"},
    {"vnc=0", NULL},
    {"pci=[]", NULL},
    {"seclabel=''", NULL},
    {"localtime=1", "g.cfg:4: warning: localtime: left out: guests are told UTC"},
    {"dhcp='dhcp'", "g.cfg:4: warning: dhcp: left out: it is a key of xm"},
    {"builder='generic'", NULL},
    {"builder='linux'", NULL},
    {"cmdline='a'\nextra='b'", "g.cfg:5: warning: extra: left out: cmdline says the whole"},
    {"on_crash='coredump-restart'", "g.cfg:4: warning: on_crash: Torc writes no dumps"},
    {"disk=['/d,raw,xvda,rw']", "g.cfg:4: warning: disk: read, but Torc has no such devices yet"},
    {"vif=['']", "g.cfg:4: warning: vif: read, but Torc has no such devices yet"},
    {"vif=['mac=00:16:3E:74:3d:76,model=rtl8139,bridge=xenbr0','rate=1MB/s@20ms']",
     "vif: read, but"},
};

START_TEST(what_is_left_out)
{
    struct reading r;
    char text[1024];

    snprintf(text, sizeof(text), ENOUGH "%s\n", odd[_i].text);
    ck_assert_msg(read_guest(&r, text), "refused: %s: %s", odd[_i].text, r.said);
    if (odd[_i].says)
        ck_assert_msg(strstr(r.said, odd[_i].says), "%s: %s", odd[_i].text, r.said);
    else
        ck_assert_str_eq(r.said, "");
    reading_end(&r);
}
END_TEST

START_TEST(all_errors_at_once)
{
    struct reading r;

    ck_assert(!read_guest(&r, "memory='x'\nvcpus='y'\nfoo=1\n"));
    ck_assert_uint_eq(r.report.errors, 4); /* these, and no name */
    reading_end(&r);
}
END_TEST

START_TEST(devices)
{
    struct reading r;

    ck_assert_msg(read_guest(&r, ENOUGH
                             "disk=['/d,qcow2,xvda,r','phy:vg/x,xvdb,w','/i,,hdc,cdrom']\n"
                             "vif=['mac=00:16:3e:74:3d:76,bridge=br1,mtu=1400,rate=10Mb/s','']\n"),
                  "%s", r.said);
    ck_assert_uint_eq(r.guest.disk_count, 3);
    ck_assert_str_eq(r.guest.disks[0].target, "/d");
    ck_assert_uint_eq(r.guest.disks[0].format, DISK_QCOW2);
    ck_assert(!r.guest.disks[0].is_writable);
    ck_assert_str_eq(r.guest.disks[1].target, "vg/x");
    ck_assert_str_eq(r.guest.disks[1].vdev, "xvdb");
    ck_assert(r.guest.disks[1].is_writable);
    ck_assert(r.guest.disks[2].is_cdrom && !r.guest.disks[2].is_writable);
    ck_assert_uint_eq(r.guest.vif_count, 2);
    ck_assert_mem_eq(r.guest.vifs[0].mac, "\x00\x16\x3e\x74\x3d\x76", 6);
    ck_assert_str_eq(r.guest.vifs[0].bridge, "br1");
    ck_assert_uint_eq(r.guest.vifs[0].mtu, 1400);
    ck_assert_uint_eq(r.guest.vifs[0].rate_bytes_per_s, 1250000);
    ck_assert_uint_eq(r.guest.vifs[1].devid, 1);
    reading_end(&r);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ts_guest");
    TCase *c = tcase_create("ts_guest");

    suite_add_tcase(suite, c);
    tcase_add_test(c, what_is_not_said);
    tcase_add_test(c, everything_said);
    tcase_add_loop_test(c, what_is_wrong, 0, sizeof(wrong) / sizeof(wrong[0]));
    tcase_add_loop_test(c, what_is_left_out, 0, sizeof(odd) / sizeof(odd[0]));
    tcase_add_test(c, all_errors_at_once);
    tcase_add_test(c, devices);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
