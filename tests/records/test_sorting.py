import time

from screening.records.sorting import name_key, shuffle_key, sort_key


def test_sort_key_orders_chinese_by_sound_and_among_latin_titles():
    titles = ["肺癌筛查", "Lung cancer", "阿司匹林", "Ärzte", "zinc", "CT诊断"]
    assert sorted(titles, key=sort_key) == [
        "阿司匹林",
        "Ärzte",
        "CT诊断",
        "肺癌筛查",
        "Lung cancer",
        "zinc",
    ]


def test_sort_key_keeps_the_whole_title():
    one, other = "基于深度学习的" * 60 + "甲", "基于深度学习的" * 60 + "乙"
    assert sort_key(one) != sort_key(other)


def test_sort_key_of_a_damaged_file_without_ends_takes_no_square_of_its_length():
    started = time.process_time()
    assert sort_key("题" * 500_000).startswith("ti ti")
    assert time.process_time() - started < 5


def test_sort_key_of_nothing_is_empty():
    assert sort_key("") == sort_key("……") == ""


def test_shuffle_key_repeats_for_a_seed_and_differs_between_seeds():
    keys = [shuffle_key(7, str(n)) for n in range(1000)]
    assert keys == [shuffle_key(7, str(n)) for n in range(1000)]
    assert keys != [shuffle_key(8, str(n)) for n in range(1000)]
    assert all(0 <= key < 2**31 for key in keys)
    assert keys != sorted(keys)


def test_names_are_sorted_by_the_sound_of_the_surname():
    names = ["翟明", "曾伟", "解珍", "王五", "长孙无忌", "单雄", "仇英", "阿明"]
    assert sorted(names, key=name_key) == [
        "阿明",
        "仇英",
        "单雄",
        "王五",
        "解珍",
        "曾伟",
        "翟明",
        "长孙无忌",
    ]
    assert name_key("單雄信").startswith("shan ")
    assert name_key("解放军总医院").startswith("jie ")
    assert name_key("Page MJ") == sort_key("Page MJ")
