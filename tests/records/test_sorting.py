from screening.records.sorting import shuffle_key, sort_key


def test_sort_key_orders_chinese_by_sound_and_among_latin_titles():
    titles = ["肺癌筛查", "Lung cancer", "阿司匹林", "Ärzte", "zinc", "CT诊断"]
    assert sorted(titles, key=sort_key) == ["阿司匹林", "Ärzte", "CT诊断", "肺癌筛查", "Lung cancer", "zinc"]


def test_sort_key_keeps_the_whole_title():
    one, other = "基于深度学习的" * 60 + "甲", "基于深度学习的" * 60 + "乙"
    assert sort_key(one) != sort_key(other)


def test_sort_key_of_nothing_is_empty():
    assert sort_key("") == sort_key("……") == ""


def test_shuffle_key_repeats_for_a_seed_and_differs_between_seeds():
    keys = [shuffle_key(7, str(n)) for n in range(1000)]
    assert keys == [shuffle_key(7, str(n)) for n in range(1000)]
    assert keys != [shuffle_key(8, str(n)) for n in range(1000)]
    assert all(0 <= key < 2**31 for key in keys)
    assert keys != sorted(keys)
